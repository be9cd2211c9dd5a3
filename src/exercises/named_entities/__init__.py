"""Exercises of the chapter whose notebook is 09_named_entities."""
