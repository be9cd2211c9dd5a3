"""Exercises of the chapter whose notebook is 16_production."""
