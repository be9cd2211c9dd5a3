"""A gradient by hand."""

from typing import Any

import numpy as np

from grading.adapters import call
from grading.exercise import Array, Exercise, Mistake, Question

STEP = 1e-6


def _ask(rng: np.random.Generator) -> Question:
    x = rng.normal(size=12) + 0.5
    w, b = (float(value) for value in rng.uniform(0.5, 1.5, size=2))
    y = w * x + b + rng.permutation(np.linspace(-4, 5, 12))
    delta = float(rng.choice([0.6, 1.4, 1.9]))
    x, y = x.astype("float32"), y.astype("float32")
    return {"w": w, "b": b, "x": x, "y": y, "delta": delta}


def _use(answer: Any, **question: Any) -> Any:
    """Call the answer where autograd records nothing."""
    import torch

    with torch.inference_mode():
        return call(answer, **question)


def _loss(w: float, b: float, x: Array, y: Array, delta: float) -> float:
    size = np.abs(w * x.astype(float) + b - y)
    losses = np.where(size <= delta, size**2 / 2, delta * (size - delta / 2))
    return float(losses.mean())


def _expected(w: float, b: float, **rest: Any) -> list[float]:
    """Measure both derivatives by finite differences."""
    up = [_loss(w + STEP, b, **rest), _loss(w, b + STEP, **rest)]
    down = [_loss(w - STEP, b, **rest), _loss(w, b - STEP, **rest)]
    return [(u - d) / (2 * STEP) for u, d in zip(up, down, strict=True)]


EXERCISE = Exercise(
    section="a-gradient-by-hand",
    hints=(
        "How does one row's loss change when its prediction grows a little?",
        "Near zero the slope is the error itself; far away it is a constant, "
        "with the sign of the error. Then comes the chain rule.",
        "Limit each error to the range from -delta to delta: that is the "
        "loss by the prediction. Times x for w, times 1 for b; take means.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "large errors still count as in a squared loss",
            (".clamp(-delta, delta)", ""),
        ),
        Mistake(
            "small errors count as much as large ones",
            (".clamp(-delta, delta)", ".sign() * delta"),
            (".clamp(-delta, delta)", ".sign()"),
        ),
        Mistake(
            "both derivatives have the wrong sign: they point downhill",
            ("w * x + b - y", "y - w * x - b"),
        ),
        Mistake(
            "in the derivative for w a factor of the chain rule is missing",
            ("(slope * x).mean()", "slope.mean()"),
        ),
        Mistake(
            "that belongs to the sum over the rows, not to the mean",
            (".mean()", ".sum()"),
        ),
    ),
)
