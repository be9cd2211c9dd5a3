"""Exercises of the chapter whose notebook is 12_evaluation."""
