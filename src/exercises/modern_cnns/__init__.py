"""Exercises of the chapter whose notebook is 05_modern_cnns."""
