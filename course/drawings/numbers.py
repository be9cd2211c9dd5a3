"""Numbers of a drawing as words: in cells, and in a sentence."""

from collections.abc import Iterable

import numpy as np


def cells(array: np.ndarray, digits: int = 0) -> list[list[str]]:
    """Return the entries of a matrix as text, with a real minus sign.

    Parameters
    ----------
    array
        Of shape ``(rows, columns)``.
    digits
        How many digits follow the point.
    """
    return [[number(entry, digits) for entry in row] for row in array]


def number(entry: float, digits: int = 0) -> str:
    """Return a number as text; minus infinity is ``−∞``."""
    text = f"{entry:.{digits}f}".replace("-inf", "−∞").replace("-", "−")
    return text.lstrip("−") if not text.strip("−0.") else text


def listed(entries: Iterable[object]) -> str:
    """Return ``a, b and c``."""
    *others, last = map(str, entries)
    return f"{', '.join(others)} and {last}" if others else last
