"""Exercises of the chapter whose notebook is 11_tabular_more."""
