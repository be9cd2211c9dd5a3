"""Three scores for numbers."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    rows = int(rng.integers(30, 60))
    targets = 1e6 + 20 * rng.normal(size=rows)
    preds = targets + rng.normal(size=rows) * 8 + 5
    return {
        "preds": preds.astype("float32"),
        "targets": targets.astype("float32"),
    }


def _expected(preds: Array, targets: Array) -> Question:
    p, y = preds.astype(float), targets.astype(float)
    squares = float(((p - y) ** 2).mean())
    spread = float(y.var())
    return {
        "RMSE": squares**0.5,
        "MAE": float(abs(p - y).mean()),
        "R2": 1 - squares / spread,
    }


EXERCISE = Exercise(
    section="mse-rmse-mae-and-r2-by-hand",
    hints=(
        "Write the errors down first. Which sign do they have?",
        "R2 compares with a forecast that is one number only. The targets "
        "are large and close together: mind how you get at their spread.",
        "Subtract the mean of the targets before you square, and divide two "
        "sums; never subtract two sums of squares of large numbers.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "RMSE must be in the unit of the data, yours is in its square",
            (".mean().sqrt()", ".mean()"),
        ),
        Mistake(
            "MAE: errors of different sign cancel each other",
            ("e.abs().mean()", "e.mean()"),
        ),
        Mistake(
            "R2 uses the spread of the forecasts, not that of the truth",
            ("    spread =", "    y = preds.double()\n    spread ="),
        ),
        Mistake(
            "R2 gives the share that is left unexplained",
            ("1 - e.square()", "e.square()"),
        ),
    ),
)
