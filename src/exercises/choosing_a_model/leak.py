"""Find the planted leak."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    folds, rows = 4, int(rng.integers(60, 90))
    fold = np.arange(rows) % folds
    shift, scale = rng.normal(size=(folds, 3)), rng.uniform(0.5, 3, (folds, 3))
    x = rng.normal(size=(rows, 3)) * scale[fold] + 3 * shift[fold]
    order = rng.permutation(rows)
    return {"x": x[order], "fold": fold[order]}


def _expected(x: Array, fold: Array) -> Array:
    scaled = np.empty_like(x)
    for k in np.unique(fold):
        rest = x[fold != k]
        here = x[fold == k]
        scaled[fold == k] = (here - rest.mean(0)) / rest.std(0, ddof=1)
    return scaled


EXERCISE = Exercise(
    section="five-contestants-one-interface",
    hints=(
        "Which rows does a held-out row know of, before it is predicted?",
        "Whatever is fitted, a scaler too, is fitted in each fold anew, and "
        "on its training rows only.",
        "Inside the loop, take mean and standard deviation of the rows that "
        "are not held out, and scale the held-out rows with them.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the scaler is fitted on all rows, held-out ones included",
            (
                "x[~held].mean(dim=0), x[~held].std(dim=0)",
                "x.mean(0), x.std(0)",
            ),
        ),
        Mistake(
            "the scaler is fitted on the held-out rows themselves",
            (
                "x[~held].mean(dim=0), x[~held].std(dim=0)",
                "x[held].mean(dim=0), x[held].std(dim=0)",
            ),
        ),
        Mistake(
            "one number scales all columns; each needs its own",
            (
                "x[~held].mean(dim=0), x[~held].std(dim=0)",
                "x[~held].mean(), x[~held].std()",
            ),
        ),
        Mistake(
            "the mean is subtracted, but nothing is divided",
            (" / spread", ""),
        ),
    ),
    rtol=0.02,  # either standard deviation, by n or by n - 1
)
