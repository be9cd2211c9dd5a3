"""One training step."""

from typing import Any

import numpy as np

from exercises.training.cross_entropy import cross_entropy, softmax
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

RATE = 0.5


def _ask(rng: np.random.Generator) -> Question:
    return {
        "weight": rng.normal(size=(3, 4)).astype("float32"),
        "x": rng.normal(size=(3, 8, 4)).astype("float32"),
        "y": rng.integers(0, 3, size=(3, 8)),
    }


def _use(answer: Any, weight: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Linear(4, 3, bias=False)
    model.load_state_dict({"weight": torch.tensor(weight)})
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    pairs = zip(to_tensor(x), to_tensor(y), strict=True)
    losses = [float(given(answer(model, optimizer, *pair))) for pair in pairs]
    return {"losses": losses, "weight": to_plain(model.weight)}


def _expected(weight: Array, x: Array, y: Array) -> Question:
    """Take one step per batch."""
    weight, losses = weight.astype(float), []
    for rows, labels in zip(x.astype(float), y, strict=True):
        logits = rows @ weight.T
        losses.append(cross_entropy(logits, labels))
        slope = softmax(logits) - np.eye(3)[labels]
        grad = slope.T @ rows / len(rows)
        weight = weight - RATE * grad
    return {"losses": losses, "weight": weight}


EXERCISE = Exercise(
    section="the-training-loop-in-five-steps",
    hints=(
        "Say steps one to four aloud. Is one missing, or out of place?",
        "backward() adds to .grad; only the optimizer changes the weights.",
        "Forward, loss, backward, step; and the gradients of the batch before "
        "must be gone by then. Return the loss that you measured.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "gradients of earlier batches are still there when you step",
            ("    optimizer.zero_grad()\n", ""),
        ),
        Mistake(
            "the weights did not move",
            ("    optimizer.step()\n", ""),
            ("    loss.backward()\n", ""),
        ),
        Mistake(
            "the logits went through softmax twice: the loss has one inside",
            ("model(x)", "model(x).softmax(1)"),
        ),
    ),
)
