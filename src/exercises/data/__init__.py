"""Exercises of the chapter whose notebook is 03_data."""
