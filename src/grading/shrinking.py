"""Smaller questions made of one: fewer rows, rounder numbers."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grading.exercise import Question

FEWEST = 2
"""Rows that are left at least: what one row asks for is often another thing."""


def smaller(question: Question) -> Iterator[Question]:
    """Yield questions like this one, the smallest first.

    What has the same number of rows is cut together. They need not make sense:
    whoever uses them has to see whether the reference and the solution still
    agree.
    """
    lengths = sorted({_length(value) for value in question.values()})
    for length in lengths:
        for rows in sorted({FEWEST, FEWEST + 1, length // 2}):
            if FEWEST <= rows < length:
                cut = {
                    name: value[:rows] if _length(value) == length else value
                    for name, value in question.items()
                }
                yield _rounded(cut)
                yield cut
    rounded = _rounded(question)
    if any(rounded[name] is not question[name] for name in question):
        yield rounded


def _length(value: Any) -> int:
    is_rows = isinstance(value, list) or (
        isinstance(value, np.ndarray) and value.ndim > 0
    )
    return len(value) if is_rows else 0


def _rounded(question: Question) -> Question:
    """Return a question whose decimals have one digit, if they had more."""

    def one(value: Any) -> Any:
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            return value
        short = np.round(value, 1)
        return value if np.array_equal(short, value) else short

    return {name: one(value) for name, value in question.items()}
