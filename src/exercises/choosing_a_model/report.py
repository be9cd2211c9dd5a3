"""An honest report."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    while True:
        skill = rng.normal(0.75, 0.02, size=(int(rng.integers(5, 9)), 1))
        valid, test = (
            skill + rng.normal(0, 0.03, size=(len(skill), 5)) for _ in range(2)
        )
        means = valid.mean(1)
        lucky = np.unravel_index(valid.argmax(), valid.shape)[0]
        if len({means.argmax(), test.mean(1).argmax(), lucky}) == 3:
            return {"valid": valid, "test": test}


def _expected(valid: Array, test: Array) -> dict[str, float]:
    runs = test[int(valid.mean(1).argmax())]
    return {
        "score": float(runs.mean()),
        "lowest": float(runs.min()),
        "highest": float(runs.max()),
    }


CHOOSE = "test[valid.mean(dim=1).argmax()]"

EXERCISE = Exercise(
    section="the-winners-score-is-too-high",
    hints=(
        "Which of the two tables may change a decision?",
        "The best of many single runs is partly lucky; the mean of a "
        "setting is less so.",
        "Choose a row by its mean in the validation table, then look at the "
        "same row of the other table, at all of its seeds.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the test table made the choice, so its score is too high",
            (CHOOSE, "test[test.mean(dim=1).argmax()]"),
        ),
        Mistake(
            "you report the scores that made the choice",
            ("= test[", "= valid["),
        ),
        Mistake(
            "one lucky run decided which setting wins",
            (CHOOSE, "test[valid.amax(dim=1).argmax()]"),
        ),
        Mistake(
            "the score is that of a single seed, not of the setting",
            (
                '"score": runs.mean()',
                '"score": runs[valid[valid.mean(dim=1).argmax()].argmax()]',
            ),
        ),
    ),
)
