"""How slow this machine is now, so that time limits can allow for it."""

import functools
import time

import numpy as np

REFERENCE = 0.25
"""Seconds that the piece of work takes on a quiet machine of 2024."""

_SIZE, _ROUNDS = 256, 60


@functools.cache
def slowness() -> float:
    """Return by how much this machine is slower than the reference.

    A fixed piece of work is done three times, and the median counts. Other
    programs that run at the same time make it slower, as they will make the
    notebooks slower.

    Returns
    -------
    float
        At least 1; measured once in a process.
    """
    seconds = sorted(_work() for _ in range(3))
    return max(1.0, seconds[1] / REFERENCE)


def _work() -> float:
    """Multiply matrices and count; return the seconds that it took."""
    start = time.perf_counter()
    matrix = np.full((_SIZE, _SIZE), 1 / _SIZE)
    for _ in range(_ROUNDS):
        matrix = matrix @ matrix
    sum(number * number for number in range(2_000_000))
    return time.perf_counter() - start
