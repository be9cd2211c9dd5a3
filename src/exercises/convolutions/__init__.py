"""Exercises of the chapter whose notebook is 04_convolutions."""
