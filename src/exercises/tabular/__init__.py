"""Exercises of the chapter whose notebook is 10_tabular."""
