"""Chapter 4, Grad-CAM on a head of two layers.

Its gradient is not a weight of the head, so it has to be computed.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


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
    return to_plain(answer(to_tensor(maps), head, to_tensor(classes)))


def _cam(
    maps: Array,
    first: Array,
    second: Array,
    classes: Array,
    change: str = "",
) -> Array:
    hidden = np.tanh(maps.mean((2, 3)) @ first.T)
    if change == "best":
        classes = (hidden @ second.T).argmax(1)
    rows = second[classes]
    if change == "all":
        rows = np.tile(second.sum(0), (len(maps), 1))
    slope = ((1 - hidden**2) * rows) @ first
    weight = slope / (maps.shape[2] * maps.shape[3])
    if change == "plain":
        weight = np.full_like(weight, 1 / maps.shape[1])
    found: Array = (weight[..., None, None] * maps).sum(1)
    return found if change == "negative" else np.maximum(found, 0)


GRAD_CAM = Exercise(
    key="4.6",
    section="04_transfer#where-it-looks-grad-cam",
    hints=(
        "Whose score shall grow, and when which map grows?",
        "The weight of a map is the mean gradient of the score of the asked "
        "class at the places of this map.",
        "Let the maps require a gradient, sum the asked scores and go "
        "backward; weigh the maps, add them up, and keep what is positive.",
    ),
    ask=_ask,
    use=_use,
    expected=_cam,
    mistakes=(
        Mistake(
            "negative",
            "some places speak against the class; they do not belong here",
            changed(_cam, "negative"),
        ),
        Mistake(
            "all classes",
            "you follow the scores of all classes, not of the one asked for",
            changed(_cam, "all"),
        ),
        Mistake(
            "best class",
            "you follow the best class of each picture, not the one asked for",
            changed(_cam, "best"),
        ),
        Mistake(
            "not weighed",
            "all maps count the same: the gradient has no say",
            changed(_cam, "plain"),
        ),
    ),
)
