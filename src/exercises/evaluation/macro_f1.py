"""Macro-F1 in NumPy, for the references of the chapter."""

import numpy as np

from grading.exercise import Array


def macro_f1(preds: Array, targets: Array) -> float:
    """Return the mean F1 of the labels that occur, both ``(rows,)``."""
    labels = np.arange(max(preds.max(), targets.max()) + 1)[:, None]
    hits = ((preds == targets) & (targets == labels)).sum(1)
    sizes = (preds == labels).sum(1) + (targets == labels).sum(1)
    seen = sizes > 0
    return float((2 * hits[seen] / sizes[seen]).mean())
