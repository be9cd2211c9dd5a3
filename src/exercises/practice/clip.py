"""Clip what learns."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

SHAPES = ((4, 6), (6,), (3, 2, 2), (1,))


def _ask(rng: np.random.Generator) -> Question:
    grads: list[Any] = [3 * rng.normal(size=shape) for shape in SHAPES]
    grads.insert(int(rng.integers(len(grads))), None)
    rng.shuffle(grads)
    return {"grads": grads, "limit": float(rng.uniform(0.5, 2))}


def _lengths(grads: list[Any], limit: float) -> tuple[float, float]:
    """Return factors that make gradients long and short."""
    norm = np.sqrt(sum((g**2).sum() for g in grads if g is not None))
    return 1.0, float(0.4 * limit / norm)


def _use(answer: Any, grads: list[Any], limit: float) -> Any:
    import torch

    found = []
    for factor in _lengths(grads, limit):
        parameters = []
        for g in grads:
            learns = g is not None
            size = g.shape if learns else (3, 3)
            one = torch.nn.Parameter(torch.ones(size), learns)
            one.grad = to_tensor(g * factor) if learns else None
            parameters.append(one)
        norm = float(given(answer(parameters, limit)))
        clipped = [to_plain(p.grad) for p in parameters]
        found.append({"norm": norm, "grads": clipped})
    return found


def _clip_once(grads: list[Any], limit: float) -> Question:
    norm = np.hypot.reduce([np.linalg.norm(g) for g in grads if g is not None])
    factor = min(1.0, limit / norm)
    clipped = [None if g is None else g * factor for g in grads]
    return {"norm": float(norm), "grads": clipped}


def _expected(grads: list[Any], limit: float) -> list[Question]:
    return [
        _clip_once([None if g is None else g * factor for g in grads], limit)
        for factor in _lengths(grads, limit)
    ]


EXERCISE = Exercise(
    section="gradient-clipping",
    hints=(
        "One factor for all. Which parameters have a gradient at all?",
        "The common norm is the root of the sum of all squares, over all "
        "tensors. Frozen parameters have no gradient, and stay so.",
        "Collect the gradients that are there, measure them as if they were "
        "one long row, and multiply each in place by the same number, which "
        "is never above one.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "each tensor is clipped on its own: the direction changes",
            ("limit / norm.item()", "limit / g.norm().item()"),
        ),
        Mistake(
            "single numbers are cut off: that is clipping by value",
            ("g *= min(1.0, limit / norm.item())", "g.clamp_(-limit, limit)"),
        ),
        Mistake(
            "short gradients are made longer: that is normalising",
            ("min(1.0, limit / norm.item())", "limit / norm.item()"),
        ),
        Mistake(
            "you return the norm after clipping; asked for is the one before",
            ("return norm", "return norm.clamp(max=limit)"),
        ),
        Mistake(
            "norms of tensors do not add up; their squares do",
            (
                "torch.cat([g.flatten() for g in grads]).norm()",
                "sum(g.norm() for g in grads)",
            ),
        ),
    ),
)
