"""Tell whole numbers from others, whichever library they come from.

Python, NumPy, pandas and PyTorch each have types of their own, and pandas
makes 1 a 1.0 in a column with gaps.
"""

from typing import Any


def as_whole(value: Any) -> int | None:
    """Return a whole number as ``int``; ``None`` for nan and all else."""
    try:
        number = int(value)
        return number if bool(number == value) else None
    except (TypeError, ValueError, OverflowError):
        return None
