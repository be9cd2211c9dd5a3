"""Functions that compute the log of a sum of exponentials, or fail to."""

import math
from typing import Any

import numpy as np

from exercises.code_for_others.outcome import Function
from grading.adapters import Array


def _right(s: Any) -> Any:
    top = s.max(1).values
    return top + (s - top[:, None]).exp().sum(1).log()


def _one_top(s: Any) -> Any:
    return s.max() + (s - s.max()).exp().sum(1).log()


SUMS: dict[str, Function] = {
    "right": lambda s: s.logsumexp(1),
    "other rounding": lambda s: _right(s) * (1 + 2**-23),
    "in float64": lambda s: s.double().logsumexp(1).float(),
    "plain": lambda s: s.exp().sum(1).log(),
    "clamped": lambda s: s.clamp(-80, 80).exp().sum(1).log(),
    "a little added": lambda s: (s.exp().sum(1) + 1e-9).log(),
    "one largest": _one_top,
    "not added": lambda s: _right(s) - s.max(1).values,
    "mean": lambda s: _right(s) - math.log(s.shape[1]),
    "largest": lambda s: s.max(1).values,
    "largest and number": lambda s: s.max(1).values + math.log(s.shape[1]),
}
"""Each takes (rows, classes) and returns (rows,); "right" is right."""

RIGHT = ("right", "other rounding", "in float64")


def is_infinite(reply: Any, **_: Any) -> bool:
    """Tell whether a value is infinite or nan."""
    return not np.isfinite(reply["values"]).all()


def is_off(reply: Any, s: Array, **_: Any) -> bool:
    """Tell whether a value is off, for s (rows, classes)."""
    wanted = np.logaddexp.reduce(s.astype(float), axis=1)
    return bool(abs(np.subtract(reply["values"], wanted)).max() > 1e-2)
