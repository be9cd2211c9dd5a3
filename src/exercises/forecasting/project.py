"""Project: tomorrow's electricity."""

from typing import Any

import numpy as np

from exercises.forecasting.demand import baselines, demand, rmse
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "unit": float(rng.choice([-1, 1]) * rng.uniform(0.3, 3)),
        "offset": float(rng.uniform(-2000, 2000)),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, unit: float, offset: float, seed: int) -> Any:
    import torch

    learn, ask = demand()
    past, known, future = (to_tensor(part.astype("float32")) for part in learn)
    torch.manual_seed(seed)
    model = given(answer(past * unit + offset, known, future * unit + offset))
    past, known = (to_tensor(part.astype("float32")) for part in ask[:2])
    return to_plain(given(model(past * unit + offset, known)))


def _wrong_shape(reply: Any, **_: Any) -> bool:
    return not has_shape(reply, len(demand()[1][2]), 24)


def _still_scaled(reply: Array, unit: float, offset: float, **_: Any) -> bool:
    """Tell whether the answers are right but for a scale."""
    truth = demand()[1][2].ravel()
    if reply.std() == 0:
        return False
    alike = unit * np.corrcoef(reply.ravel(), truth)[0, 1] / abs(unit)
    far = rmse(reply, unit, offset) > 3 * baselines()[0]
    return bool(alike > 0.8 and far)


BRIEF = ("range(12)", "range(1)")

EXERCISE = Exercise(
    section="an-lstm-that-gives-all-24-hours-at-once",
    hints=(
        "What does your model say if it knows nothing: zero, or yesterday?",
        "Scale by what you learn from, forecast the change against the same "
        "hour yesterday, and undo the scale at the end.",
        "One hidden layer that reads the week, less the mean of its last day, "
        "and the calendar; ten epochs in batches of 128, a rate that falls.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give 24 hours a row: (batch, 24)",
            ("return model", "return lambda *x: model(*x)[:, :1]", *BRIEF),
            shows=_wrong_shape,
        ),
        Mistake(
            "there are nan or infinite forecasts",
            ("0.003, steps", "1e30, steps"),
            shows=lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "the forecasts follow the demand, but in another unit than y: was "
            "the scale undone?",
            (
                "    return model",
                "    return lambda *x: model(*x) / 2 - 999",
                *BRIEF,
            ),
            shows=_still_scaled,
        ),
        Mistake(
            "the same hour yesterday is as good",
            ("range(12)", "range(0)"),
            shows=lambda reply, unit, offset, **_: (
                rmse(reply, unit, offset) >= 0.99 * baselines()[0]
            ),
        ),
        Mistake(
            "it beats yesterday, but ridge regression does better",
            ("range(12)", "range(2)"),
            shows=lambda reply, unit, offset, **_: (
                rmse(reply, unit, offset) >= baselines()[1] - 1
            ),
        ),
    ),
    rounds=1,
)
