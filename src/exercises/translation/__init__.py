"""Exercises of the chapter whose notebook is 14_translation."""
