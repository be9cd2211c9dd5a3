"""All distances between two sets of points."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    points = rng.permutation(3) + 4  # sizes of a, of b, and of a point
    a = rng.normal(size=(points[0], points[2]))
    b = rng.normal(size=(points[1], points[2])) + 1
    return {"a": a.astype("float32"), "b": b.astype("float32")}


def _expected(a: Array, b: Array) -> Array:
    rows = [[np.linalg.norm(p - q) for q in b] for p in a.astype(float)]
    return np.array(rows)


EXERCISE = Exercise(
    section="broadcasting",
    hints=(
        "Which shape has the table of all differences, before any sum?",
        "A dimension of size 1 is repeated, and you can insert one: "
        "(n, 1, d) and (1, m, d) meet in (n, m, d).",
        "Subtract with a dimension inserted in each set, square, add up over "
        "the one dimension that the result must not have, take the root.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "rows belong to a and columns to b; yours is the other way round",
            ("a[:, None] - b", "a - b[:, None]"),
        ),
        Mistake(
            "those are the squares of the distances",
            (".sum(dim=2).sqrt()", ".sum(dim=2)"),
        ),
        Mistake(
            "you add up over the wrong dimension: the coordinates must go",
            (".sum(dim=2)", ".sum(dim=1)"),
            (".sum(dim=2)", ".sum(dim=0)"),
        ),
        Mistake(
            "that is the sum of absolute differences along the axes",
            (".square().sum(dim=2).sqrt()", ".abs().sum(dim=2)"),
        ),
        Mistake(
            "the squares have to be added up, not averaged",
            (".sum(dim=2)", ".mean(dim=2)"),
        ),
    ),
)
