"""Exercises of the chapter whose notebook is 02_training."""
