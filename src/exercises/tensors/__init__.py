"""Exercises of the chapter whose notebook is 01_tensors."""
