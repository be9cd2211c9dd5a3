"""Grad-CAM for any head."""

from typing import Any

import numpy as np

from grading.adapters import to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "maps": rng.normal(size=(5, 6, 3, 4)).astype("float32"),
        "first": (2 * rng.normal(size=(7, 6))).astype("float32"),
        "second": rng.normal(size=(4, 7)).astype("float32"),
        "classes": rng.integers(0, 4, size=5),
    }


def _use(
    answer: Any, maps: Array, first: Array, second: Array, classes: Array
) -> Any:
    import torch

    head = torch.nn.Sequential(
        torch.nn.Linear(6, 7, bias=False),
        torch.nn.Tanh(),
        torch.nn.Linear(7, 4, bias=False),
    )
    weights = {"0.weight": to_tensor(first), "2.weight": to_tensor(second)}
    head.load_state_dict(weights)
    given_maps, given_classes = to_tensor(maps), to_tensor(classes)
    once = to_plain(answer(given_maps, head, given_classes))
    again = to_plain(answer(given_maps, head, given_classes))
    return {"map": once, "again": again}


def _expected(
    maps: Array, first: Array, second: Array, classes: Array
) -> Question:
    hidden = np.tanh(maps.mean((2, 3)) @ first.T)
    rows = second[classes]
    slope = ((1 - hidden**2) * rows) @ first
    weight = slope / (maps.shape[2] * maps.shape[3])
    found: Array = (weight[..., None, None] * maps).sum(1)
    positive = np.maximum(found, 0)
    return {"map": positive, "again": positive}


EXERCISE = Exercise(
    section="where-it-looks-grad-cam",
    hints=(
        "Whose score shall grow, and when which map grows?",
        "The weight of a map is the mean gradient of the score of the asked "
        "class at the places of this map.",
        "Let the maps require a gradient, sum the asked scores and go "
        "backward; weigh the maps, add them up, and keep what is positive.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "called again with the same maps, it gives other ones: gradients "
            "of the first call were added up in the argument",
            (
                "maps = maps.detach().requires_grad_()",
                "maps = maps.requires_grad_()",
                "(grad,) = torch.autograd.grad(score, maps)",
                "score.backward()\n    grad = maps.grad",
            ),
        ),
        Mistake(
            "some places speak against the class; they do not belong here",
            (".relu()", ""),
        ),
        Mistake(
            "you follow the scores of all classes, not of the one asked for",
            ("scores[range(len(classes)), classes].sum()", "scores.sum()"),
        ),
        Mistake(
            "you follow the best class of each picture, not the one asked for",
            (
                "scores[range(len(classes)), classes].sum()",
                "scores.max(dim=1).values.sum()",
            ),
        ),
        Mistake(
            "all maps count the same: the gradient has no say",
            ("(weight * maps).sum(dim=1)", "maps.mean(dim=1)"),
        ),
    ),
)
