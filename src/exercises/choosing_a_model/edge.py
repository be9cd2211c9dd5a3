"""Which grids must be extended."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    values, folds, models = int(rng.integers(4, 7)), 5, 6
    while True:
        peak = rng.permutation([0, 0, 1, 2, values - 1, values - 1])[:, None]
        curve = 0.8 - 0.03 * abs(np.arange(values) - peak)
        noise = rng.normal(0, 0.03, size=(models, values, folds))
        scores = curve[:, :, None] + noise
        best, lucky = scores.mean(2).argmax(1), scores.max(2).argmax(1)
        ends = {0, values - 1} <= {int(value) for value in best}
        inside = ((best > 0) & (best < values - 1)).any()
        if ends and inside and (best != lucky).any():
            return {"scores": scores}


def _expected(scores: Array) -> dict[str, Array]:
    best = scores.mean(2).argmax(1)
    last = scores.shape[1] - 1
    return {"best": best, "extend": np.isin(best, [0, last])}


EXERCISE = Exercise(
    section="equal-chances-nine-trials-for-each-model",
    hints=(
        "Which of a model's values is the best, and what lies beyond it?",
        "The score of a value is the mean over its folds. A grid has two ends.",
        "Take the mean over folds, then the position of the largest, and "
        "compare it with the first and with the last position.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "one lucky fold decides which value is the best",
            ("scores.mean(dim=2)", "scores.amax(dim=2)"),
        ),
        Mistake(
            "the lower end of a grid is an edge too",
            ("(best == 0) | ", ""),
        ),
        Mistake(
            "the upper end of a grid is an edge too",
            (" | (best == last)", ""),
        ),
        Mistake(
            "you mark the grids whose best value lies inside",
            ("(best == 0) | (best == last)", "(best > 0) & (best < last)"),
        ),
    ),
)
