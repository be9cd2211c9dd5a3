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
    section="where-it-looks-grad-cam-and-a-test-of-it",
    hints=(
        "Which logit should grow, and when which map grows?",
        "The weight of a map is the mean gradient of the logit of the given "
        "class over the positions of this map.",
        "Let the maps require a gradient, and take that of the sum of the "
        "given classes' logits. Weight the maps, add them up, and keep what "
        "is positive.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "called again with the same maps, it gives another result: "
            "gradients of the first call were added up in the argument",
            (
                "maps = maps.detach().requires_grad_()",
                "maps = maps.requires_grad_()",
                "(grad,) = torch.autograd.grad(score, maps)",
                "score.backward()\n    grad = maps.grad",
            ),
        ),
        Mistake(
            "some positions speak against the class; set them to zero",
            (".relu()", ""),
        ),
        Mistake(
            "you follow the logits of all classes, not of the given one",
            ("logits[range(len(classes)), classes].sum()", "logits.sum()"),
        ),
        Mistake(
            "you follow the predicted class of each image, not the given one",
            (
                "logits[range(len(classes)), classes].sum()",
                "logits.max(dim=1).values.sum()",
            ),
        ),
        Mistake(
            "all maps have the same weight: the gradient is not used",
            ("(weight * maps).sum(dim=1)", "maps.mean(dim=1)"),
        ),
    ),
)
