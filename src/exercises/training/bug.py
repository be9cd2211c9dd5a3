"""Find the planted bug."""

from typing import Any

import numpy as np

from grading.adapters import to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "mean": rng.normal(size=4).astype("float32"),
        "x": (rng.normal(size=(30, 4)) + rng.normal(size=4)).astype("float32"),
        "y": rng.integers(0, 4, size=30),
    }


def _use(answer: Any, mean: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Sequential(torch.nn.BatchNorm1d(4))
    model[0].running_mean = torch.tensor(mean)
    found, modes = [], []
    for training in (True, False):
        model.train(training)
        found.append(float(answer(model, to_tensor(x), to_tensor(y))))
        modes.append(model.training)
    return {"accuracy": found, "training": modes}


def _expected(mean: Array, x: Array, y: Array) -> Question:
    scores = x - mean
    correct = float((scores.argmax(1) == y).mean())
    return {"accuracy": [correct, correct], "training": [True, False]}


EXERCISE = Exercise(
    section="what-goes-wrong-when-a-step-is-left-out",
    hints=(
        "Would the model give the same answer to an image on its own?",
        "Some layers act in another way while training; a model can be told "
        "which of the two it is doing.",
        "Remember the mode, switch to evaluation before predicting, and go "
        "back to the mode that you remembered.",
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
            "after measuring, the model is not in the mode it came in",
            ("    model.train(was_training)\n", ""),
            ("model.train(was_training)", "model.train()"),
        ),
        Mistake(
            "that is the number of correct rows, not the fraction",
            (".float().mean()", ".float().sum()"),
        ),
    ),
)
