"""Exercises of the chapter whose notebook is 07_text_classification."""
