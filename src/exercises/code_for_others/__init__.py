"""Exercises of the chapter whose notebook is 17_code_for_others."""
