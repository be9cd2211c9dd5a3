"""What an answer may take, in Jupyter as under grading."""

SECONDS = 60.0
"""Seconds for a check, and for each cell before it."""
