"""Exercises of the chapter whose notebook is 12b_choosing_a_model."""
