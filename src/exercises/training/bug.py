"""Find the planted bug."""

from typing import Any

import numpy as np

from grading.adapters import to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

MODES = (True, False)
"""Whether the model is in training mode when it comes."""


def _ask(rng: np.random.Generator) -> Question:
    return {
        "mean": rng.normal(size=4).astype("float32"),
        "x": (rng.normal(size=(30, 4)) + rng.normal(size=4)).astype("float32"),
        "y": rng.integers(0, 4, size=30),
    }


def _use(answer: Any, mean: Array, x: Array, y: Array) -> Any:
    """Measure a model with a layer that learns from what it sees."""
    import torch

    found: dict[str, list[Any]] = {"accuracy": [], "training": []}
    for mode in MODES:
        model = torch.nn.Sequential(torch.nn.BatchNorm1d(4))
        model[0].running_mean = torch.tensor(mean)
        model.train(mode)
        accuracy = answer(model, to_tensor(x), to_tensor(y))
        found["accuracy"].append(float(accuracy))
        found["training"].append(model.training)
    return found


def _expected(mean: Array, x: Array, y: Array) -> Question:
    accuracy = float(((x - mean).argmax(1) == y).mean())
    return {"accuracy": [accuracy] * 2, "training": list(MODES)}


EXERCISE = Exercise(
    section="what-goes-wrong-when-a-step-is-left-out",
    hints=(
        "Would the model give the same answer to an example on its own?",
        "Some layers do something else while training; a model can be told "
        "which of the two it is doing, and it knows which.",
        "Remember the mode, switch the model before predicting, and bring "
        "back the mode that it had.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the model still behaves as in training while you measure it",
            ("    model.eval()\n", ""),
        ),
        Mistake(
            "a model that came in training mode goes in evaluation mode",
            ("    model.train(mode)\n", ""),
        ),
        Mistake(
            "a model that came in evaluation mode goes in training mode",
            ("model.train(mode)", "model.train()"),
        ),
        Mistake(
            "that is how many are correct, not the fraction",
            (".float().mean()", ".float().sum()"),
        ),
    ),
)
