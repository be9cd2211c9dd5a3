"""Exercises of the chapter whose notebook is 06_transfer."""
