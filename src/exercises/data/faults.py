"""Faults of a series."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    hours = rng.integers(1000) + np.arange(60)
    places = rng.permutation(np.arange(1, 59))
    kept = np.delete(hours, places[: rng.integers(3, 8)])
    again = rng.choice(kept, size=3, replace=False)
    repeats = np.repeat(again, [1, 1, int(rng.integers(2, 5))])
    return {"hours": rng.permutation(np.concatenate([kept, repeats]))}


def _expected(hours: Array) -> list[int]:
    different = np.unique(hours)
    span = int(different[-1] - different[0]) + 1
    return [span - len(different), len(hours) - len(different)]


EXERCISE = Exercise(
    section="cleaning-filter-map-rename_column-sort",
    hints=(
        "How many hours should there be, from the first to the last?",
        "An hour that is repeated must not hide one that is missing: count "
        "hours and rows separately.",
        "Compare three numbers: the hours of the span (both ends belong to "
        "it), the different hours, and the rows.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "hours that are repeated hide some of those that are missing",
            ("span - len(different)", "span - len(hours)"),
        ),
        Mistake(
            "the first and the last hour both belong to the span",
            ("hours.min() + 1", "hours.min()"),
        ),
        Mistake(
            "you count the hours that are repeated; count the rows to drop",
            (
                "len(hours) - len(different)",
                "(hours.unique(return_counts=True)[1] > 1).sum()",
            ),
        ),
    ),
)
