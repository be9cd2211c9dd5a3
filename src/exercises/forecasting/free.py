"""Find the planted bug."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    rows, hours = int(rng.integers(5, 9)), int(rng.integers(4, 8))
    return {
        "weights": rng.normal(0, 0.7, size=3),
        "last": rng.normal(size=rows),
        "state": rng.normal(size=rows),
        "future": 2 * rng.normal(size=(rows, hours)),
    }


def _use(answer: Any, weights: Array, **question: Array) -> Any:
    import torch

    def cell(value: Any, state: Any) -> tuple[Any, Any]:
        state = torch.tanh(
            float(weights[0]) * state + float(weights[1]) * value
        )
        return value + float(weights[2]) * state, state

    values = [to_tensor(part) for part in question.values()]
    return to_plain(given(answer(cell, *values)))


def _expected(
    weights: Array, last: Array, state: Array, future: Array
) -> Array:
    value, now, squares = last, state, []
    for hour in future.T:
        now = np.tanh(weights[0] * now + weights[1] * value)
        value = value + weights[2] * now
        squares.append(((value - hour) ** 2).mean())
    return np.sqrt(squares)


FED = "found.append((value - future[:, k]).square().mean().sqrt())"

EXERCISE = Exercise(
    section="encoder-and-decoder-one-hour-after-another",
    hints=(
        "Which of the values would be known if this were today?",
        "A forecast is free running: each hour starts from what the cell said "
        "for the hour before.",
        "Hand the cell its own last value and state, and look at the future "
        "only to measure the error.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "each step still gets the true hour before: nobody knows it yet",
            (
                FED,
                "found.append((value - future[:, "
                "k]).square().mean().sqrt())\n"
                "        value = future[:, k]",
            ),
        ),
        Mistake(
            "each step gets the last known value, however far ahead it is",
            ("cell(value, state)", "cell(last, state)"),
        ),
        Mistake(
            "each step starts from the first state: what the cell remembers "
            "is lost",
            (
                "value, state = cell(value, state)",
                "value, _ = cell(value, state)",
            ),
        ),
        Mistake(
            "one number for all hours hides how the error grows",
            ("torch.stack(found)", "torch.stack(found).square().mean().sqrt()"),
        ),
        Mistake(
            "the errors are in the square of the unit",
            (".square().mean().sqrt()", ".square().mean()"),
        ),
    ),
)
