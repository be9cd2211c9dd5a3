"""A fair race."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw until the likely mistakes lead to other gaps."""
    while True:
        question: Question = {
            "a": _tries(rng, 30, 4.0),
            "b": _tries(rng, 12, 9.0),
            "seconds": float(rng.uniform(45, 60)),
        }
        gaps = [_expected(**question), *_other_gaps(**question)]
        apart = abs(np.subtract.outer(gaps, gaps))[np.triu_indices(4, 1)]
        if apart.min() > 0.002:
            return question


def _other_gaps(a: Array, b: Array, seconds: float) -> list[float]:
    """Return the gaps without a clock, with equal counts, by test scores."""
    fewest = min(int((m[:, 0].cumsum() <= seconds).sum()) for m in (a, b))
    tested = [0, 2, 2]
    return [
        _expected(a, b, np.inf),
        _expected(a[:fewest], b[:fewest], np.inf),
        _expected(a[:, tested], b[:, tested], seconds),
    ]


def _tries(rng: np.random.Generator, count: int, slow: float) -> Array:
    """Return seconds, validation and test scores of tried settings."""
    skill = rng.normal(0.8, 0.02, size=count)
    seconds = slow * rng.uniform(0.5, 1.5, size=count)
    scores = [skill + rng.normal(0, 0.01, size=count) for _ in range(2)]
    return np.column_stack([seconds, *scores])


def _expected(a: Array, b: Array, seconds: float) -> float:
    best = []
    for tries in (a, b):
        done = tries[tries[:, 0].cumsum() <= seconds]
        best.append(done[done[:, 1].argmax(), 2])
    return float(best[0] - best[1])


DONE = "tries[tries[:, 0].cumsum(dim=0) <= seconds]"

EXERCISE = Exercise(
    section="a-fair-race-with-boosted-trees",
    hints=(
        "What must be the same for both: the number of tries?",
        "Add up the seconds of the tries in their order; the validation score "
        "chooses among those that ended in time.",
        "Running sums of the first column, only rows at or below the limit, "
        "the row with the best second column, its third; then a minus b.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "tries count that ended after the time was up", (DONE, "tries")
        ),
        Mistake(
            "both have the same number of tries, but not the same time",
            (
                DONE,
                "tries[: min((t[:, 0].cumsum(0) <= seconds).sum() for t "
                "in (a, b))]",
            ),
        ),
        Mistake(
            "the test scores chose the settings",
            ("done[:, 1].argmax()", "done[:, 2].argmax()"),
        ),
        Mistake(
            "you compare the scores that made the choice",
            ("done[:, 1].argmax(), 2", "done[:, 1].argmax(), 1"),
        ),
    ),
)
