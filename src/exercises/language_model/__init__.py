"""Exercises of the chapter whose notebook is 13_language_model."""
