"""Find the silent bug."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    p, y = rng.normal(size=(2, int(rng.integers(5, 9)))).astype("float32")
    return {"p": p, "y": y + 1}


def _use(answer: Any, p: Array, y: Array) -> Any:
    """Return the losses of the four pairings, and which others raise."""
    row, column = to_tensor(p), to_tensor(p[:, None])
    rows, columns = to_tensor(y), to_tensor(y[:, None])
    pairs = [(row, rows), (column, rows), (row, columns), (column, columns)]
    losses = [float(given(answer(*pair))) for pair in pairs]
    others = [
        (row, rows[:1]),
        (column, columns[:1]),
        (row[:1], rows),
        (row, rows[:-1]),
    ]
    return {"losses": losses, "refused": [_raises(answer, *o) for o in others]}


def _raises(answer: Any, p: Any, y: Any) -> bool:
    try:
        answer(p, y)
    except Exception:
        return True
    return False


def _expected(p: Array, y: Array) -> Question:
    gap = p.astype(float) - y
    return {"losses": [float(gap @ gap) / len(gap)] * 4, "refused": [True] * 4}


EXERCISE = Exercise(
    section="what-goes-wrong-silently",
    hints=(
        "Print the shape of p - y for each of the four pairings.",
        "Bring both to one shape before you subtract. And which shapes does "
        "broadcasting accept although the numbers of rows differ?",
        "Flatten both. Then compare the two shapes, and raise an error if "
        "they are not the same: a single row would be repeated otherwise.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a column and a row still meet in a table of all pairs",
            ("p.flatten(), y.flatten()", "p, y", "p.shape != y.shape", "0"),
            ("y.flatten()", "y", "p.shape != y.shape", "0"),
            ("p.flatten()", "p", "p.shape != y.shape", "0"),
        ),
        Mistake(
            "numbers of rows that differ are accepted: a single row is "
            "compared with all the others",
            ("p.shape != y.shape", "False"),
        ),
        Mistake(
            "that is the sum of the squares, not their mean",
            (".mean()", ".sum()"),
        ),
    ),
)
