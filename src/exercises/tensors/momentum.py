"""Momentum for any function."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "matrix": rng.normal(size=(8, 3)).astype("float32"),
        "target": rng.normal(size=8).astype("float32"),
        "start": (rng.normal(size=3) + 2).astype("float32"),
        "rate": float(rng.uniform(0.03, 0.06)),
        "momentum": float(rng.uniform(0.5, 0.9)),
        "steps": int(rng.integers(4, 9)),
    }


def _use(answer: Any, matrix: Array, target: Array, **rest: Any) -> Any:
    """Return the path, and what the start looks like afterwards."""
    m, t = to_tensor(matrix), to_tensor(target)

    def loss_of(w: Any) -> Any:
        return (m @ w - t).square().mean() + (1 + w.square()).log().sum()

    start, *others = to_tensor(list(rest.values()))
    path = given(answer(loss_of, start, *others))
    return to_plain({"path": path, "start": start})


def _expected(
    matrix: Array, target: Array, start: Array, **rest: Any
) -> Question:
    m, t, w = (part.astype(float) for part in (matrix, target, start))
    path, memory = [w], np.zeros(3)
    for _ in range(rest["steps"]):
        slope = 2 * m.T @ (m @ w - t) / len(t) + 2 * w / (1 + w**2)
        memory = rest["momentum"] * memory + slope
        w = w - rest["rate"] * memory
        path.append(w)
    return {"path": np.stack(path), "start": start}


EXERCISE = Exercise(
    section="momentum",
    hints=(
        "Compare your first two steps with the formula, on paper.",
        "The velocity outlives a step, the gradient does not; and whatever "
        "changes in place changes wherever it is stored.",
        "Start from a copy. In each step: gradient, velocity, update without "
        "recording, forget the gradient, store a copy of the place.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "gradients of earlier steps are still there at the next one",
            ("        w.grad = None\n", ""),
        ),
        Mistake(
            "the velocity forgets what it was",
            ("momentum * velocity + w.grad", "w.grad"),
        ),
        Mistake(
            "the new gradient must enter the velocity whole",
            ("+ w.grad", "+ (1 - momentum) * w.grad"),
        ),
        Mistake("the tensor `start` was changed", ("start.clone()", "start")),
        Mistake(
            "all places are the last one: a tensor went on changing in them",
            ("w.detach().clone()", "w.detach()"),
        ),
        Mistake("the path lacks the start", ("[start.clone()]", "[]")),
    ),
)
