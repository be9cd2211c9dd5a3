"""Target encoding without a leak."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    level = np.append(rng.integers(0, 6, size=40), [6, 7, 7])
    order = rng.permutation(len(level))
    pay = rng.normal(0, 2, size=8)
    return {
        "level": level[order],
        "y": pay[level[order]] + rng.normal(3, 1, size=len(level)),
        "fold": rng.permutation(np.arange(len(level)) % 4),
        "strength": float(rng.uniform(1, 5)),
    }


def _expected(level: Array, y: Array, fold: Array, strength: float) -> Array:
    same = level == level[:, None]
    others = fold != fold[:, None]
    middle = (others * y).sum(1) / others.sum(1)
    sums = (same & others) @ y
    encoded: Array = (sums + strength * middle) / (
        (same & others).sum(1) + strength
    )
    return encoded


EXERCISE = Exercise(
    section="baselines",
    hints=(
        "What would the mean of a level with a single row tell a model?",
        "The answer of a row may not be among the numbers that describe it; "
        "nor may those of the rows that share its fold.",
        "For each row: look only at rows of other folds; sum and number of "
        "those with the same level; add strength rows that have the mean of "
        "all that you look at.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "rows of the same fold, and the row itself, are among those that "
            "were averaged: the answer leaks",
            ("fold != fold[row]", "fold >= 0"),
        ),
        Mistake(
            "only the row itself is left out; leave out its whole fold",
            ("fold != fold[row]", "torch.arange(len(y)) != row"),
        ),
        Mistake(
            "rare levels are not pulled towards the mean",
            (
                "(y[same].sum() + pull) / (same.sum() + strength)",
                "y[same].mean() if same.any() else y[others].mean()",
            ),
        ),
        Mistake(
            "the mean that rare levels are pulled to looks at all folds",
            ("y[others].mean()", "y.mean()"),
        ),
    ),
)
