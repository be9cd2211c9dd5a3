"""A module that keeps its layers."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    middle = rng.integers(2, 6, size=rng.integers(1, 4))
    return {
        "widths": [3, *middle.tolist(), 2],
        "x": rng.normal(size=(5, 3)).astype("float32"),
    }


def _fill(shape: tuple[int, ...]) -> Array:
    """Return weights that are known on both sides."""
    size = int(np.prod(shape))
    return np.cos(np.arange(size, dtype=float)).reshape(shape)


def _use(answer: Any, widths: list[int], x: Array) -> Any:
    import torch

    net = given(answer(list(widths)))
    shapes = [list(weight.shape) for weight in net.parameters()]
    with torch.no_grad():
        for weight in net.parameters():
            weight.copy_(torch.tensor(_fill(tuple(weight.shape))))
        outputs = to_plain(net(to_tensor(x))) if shapes else None
    return {"shapes": shapes, "outputs": outputs}


def _expected(widths: list[int], x: Array) -> Question:
    h, shapes = x.astype(float), []
    for n, m in zip(widths, widths[1:], strict=False):
        if shapes:
            h = np.maximum(h, 0)
        h = h @ _fill((m, n)).T + _fill((m,))
        shapes += [[m, n], [m]]
    return {"shapes": shapes, "outputs": h}


EXERCISE = Exercise(
    section="nnmodule-a-model-is-a-class",
    hints=(
        "Count `list(net.parameters())`. Are all layers in it?",
        "A module registers modules that are its attributes, and those in an "
        "nn.Sequential or an nn.ModuleList; a Python list hides them.",
        "Make a list of layers, nn.Linear and nn.ReLU in turn, and give it to "
        "nn.Sequential with a star; no ReLU after the last layer.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the network has no parameters that an optimizer could find",
            (
                "    return nn.Sequential(*layers)",
                "    net = nn.Identity()\n    net.all = [layers]\n    return net",
            ),
        ),
        Mistake(
            "the last layer must give any number, also a negative one: no "
            "ReLU after it",
            ("*layers)", "*layers, nn.ReLU())"),
        ),
        Mistake(
            "without a non-linearity between them, all layers are one",
            ("nn.ReLU(), ", "nn.Identity(), "),
        ),
    ),
)
