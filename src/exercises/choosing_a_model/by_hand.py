"""Cross-validation by hand."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    rows, folds = int(rng.integers(60, 90)), int(rng.integers(3, 6))
    y = rng.integers(0, 3, size=rows)
    x = rng.normal(size=(rows, 4)) + 0.7 * y[:, None]
    sizes = rng.dirichlet(3 * np.ones(folds))
    fold = rng.choice(folds, p=sizes, size=rows)
    fold[: 4 * folds] = np.repeat(np.arange(folds), 4)
    return {"x": x.astype("float32"), "y": y, "fold": fold}


def _expected(x: Array, y: Array, fold: Array) -> list[float]:
    distances = ((x[:, None] - x) ** 2).sum(2)
    distances[fold[:, None] == fold] = np.inf
    right = y[distances.argmin(1)] == y
    return [float(right[fold == k].mean()) for k in range(fold.max() + 1)]


EXERCISE = Exercise(
    section="cross-validation-every-row-is-held-out-once",
    hints=(
        "Which rows may a held-out row look for its neighbour among?",
        "In turn k, the rows of fold k are held out and all others train.",
        "For each k split the rows by a mask, find the nearest training row "
        "of each held-out one, and take the share with the same class.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "a held-out row finds itself among the training rows",
            ("x[~held]", "x", "y[~held]", "y"),
        ),
        Mistake(
            "you train on the fold that should be held out, and score the rest",
            ("held = fold == k", "held = fold != k"),
        ),
        Mistake(
            "the farthest row decides, not the nearest",
            ("argmin", "argmax"),
        ),
        Mistake(
            "every fold needs its own score; yours is their mean",
            (
                "return torch.stack(scores)",
                "return torch.stack(scores).mean().expand(len(scores))",
            ),
        ),
    ),
)
