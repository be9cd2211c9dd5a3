"""Functions that normalise the columns of a table, most with a bug."""

from typing import Any

from exercises.code_for_others.outcome import Function


def _right(x: Any) -> Any:
    gap = x - x.mean(0)
    return gap / gap.square().mean(0).sqrt().clamp(min=1e-6)


def _in_place(x: Any) -> Any:
    x -= x.mean(0)
    x /= x.std(0, correction=0).clamp(min=1e-6)
    return x


NORMALISERS: dict[str, Function] = {
    "right": _right,
    "other rounding": lambda x: _right(x) * (1 + 2**-23),
    "in float64": lambda x: _right(x.double()).float(),
    "in place": _in_place,
    "constant": lambda x: (x - x.mean(0)) / x.std(0, correction=0),
    "rows": lambda x: _right(x.T).T,
    "whole": lambda x: _right(x.flatten()).reshape(x.shape),
    "correction": lambda x: (
        (x - x.mean(0)) / x.std(0, correction=1).clamp(min=1e-6)
    ),
    "variance": lambda x: (
        (x - x.mean(0)) / x.var(0, correction=0).clamp(min=1e-6)
    ),
    "not divided": lambda x: x - x.mean(0),
    "not centred": lambda x: x / x.std(0, correction=0).clamp(min=1e-6),
}
"""Each takes (rows, features) and returns as many; "right" is right."""

RIGHT = ("right", "other rounding", "in float64")
