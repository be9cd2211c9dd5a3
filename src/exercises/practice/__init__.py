"""Exercises of the chapter whose notebook is 15_practice."""
