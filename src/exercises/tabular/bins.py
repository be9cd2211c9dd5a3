"""A thermometer for a number."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    edges = np.cumsum(rng.uniform(1, 9, size=int(rng.integers(4, 8))))
    x = rng.uniform(edges[0] - 2, edges[-1] + 2, size=12)
    x[:3] = edges[0] - 1, edges[-1] + 1, edges[2]
    return {"x": x, "edges": edges}


def _expected(x: Array, edges: Array) -> Array:
    filled: Array = (x[:, None] - edges[:-1]) / np.diff(edges)
    return filled.clip(0, 1)


EXERCISE = Exercise(
    section="piecewise-linear-encoding",
    hints=(
        "How full is a bin whose lower edge is above the number?",
        "Think of a thermometer: full, filled in proportion, empty.",
        "Put the numbers in a column and the lower edges in a row, subtract, "
        "divide by the width of each bin, and keep the result in [0, 1].",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "a bin is never more than full, nor less than empty",
            ("filled.clamp(0, 1)", "filled"),
        ),
        Mistake(
            "bins above the number must be empty, yours are below zero",
            ("filled.clamp(0, 1)", "filled.clamp(max=1)"),
        ),
        Mistake(
            "the bin in which the number lies is not filled in proportion",
            ("filled.clamp(0, 1)", "filled.clamp(0, 1).floor()"),
        ),
        Mistake(
            "that only says which bin it is; the bins below are full, too",
            ("filled.clamp(0, 1)", "((filled >= 0) & (filled < 1)).double()"),
        ),
        Mistake(
            "each bin has a width of its own",
            ("edges.diff()", "edges.diff().mean()"),
        ),
    ),
)
