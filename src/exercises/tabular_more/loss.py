"""Find the planted bug."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    rows = int(rng.integers(5, 12))
    return {
        "weight": rng.normal(size=(1, 3)),
        "x": rng.normal(size=(rows, 3)),
        "y": rng.normal(size=rows),
    }


def _use(answer: Any, weight: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Linear(3, 1, bias=False)
    model.load_state_dict({"weight": to_tensor(weight)})
    return to_plain(given(answer(model, to_tensor(x), to_tensor(y))))


def _expected(weight: Array, x: Array, y: Array) -> float:
    gaps = (x @ weight.T)[:, 0] - y
    return float((gaps**2).mean())


EXERCISE = Exercise(
    section="the-same-network-with-twelve-outputs",
    hints=(
        "Print the shapes of all that is subtracted. How many numbers come "
        "out?",
        "(batch, 1) minus (batch,) is no error: PyTorch stretches both, and "
        "compares each row with each other row.",
        "Drop the last dimension of the outputs before you subtract.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "each answer is compared with the targets of all rows",
            (".squeeze(1)", ""),
        ),
        Mistake(
            "a loss that is a sum grows with the batch: take the mean",
            (".mean()", ".sum()"),
        ),
        Mistake(
            "errors are to be squared here",
            ("((outputs - y) ** 2)", "(outputs - y).abs()"),
        ),
    ),
)
