"""Logits at each position."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch, channels, classes = (int(n) for n in rng.integers(2, 5, size=3))
    height, width = (int(n) for n in rng.integers(3, 6, size=2))
    maps = 1 + rng.normal(size=(batch, channels, height, width))
    return {
        "maps": maps.astype("float32"),
        "weight": rng.normal(size=(classes, channels)).astype("float32"),
        "bias": (1 + rng.normal(size=classes)).astype("float32"),
    }


def _expected(maps: Array, weight: Array, bias: Array) -> list[Array]:
    at_each = np.tensordot(maps, weight, axes=(1, 1)) + bias  # (b, h, w, k)
    logits = maps.mean((2, 3)) @ weight.T + bias
    return [logits, np.moveaxis(at_each, 3, 1)]


EXERCISE = Exercise(
    section="global-average-pooling-images-of-any-size",
    hints=(
        "A mean, then a linear layer; or the linear layer, then a mean. Does "
        "the order matter?",
        "A linear layer at every position is a 1x1 convolution. Both the mean "
        "and the linear layer are linear, so they may be swapped.",
        "Apply weight and bias along the channels at each position: that is "
        "the second result. Its mean over height and width is the first.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "that is a sum over positions, which grows with the image",
            (".mean(dim=(2, 3))", ".sum(dim=(2, 3))"),
        ),
        Mistake(
            "that is the largest value over positions, not their mean",
            (".mean(dim=(2, 3))", ".amax(dim=(2, 3))"),
        ),
        Mistake(
            "the mean of your maps over positions is not the logits: the maps "
            "lack the bias",
            ("return logits, by_position", "return logits, linear"),
        ),
        Mistake(
            "the bias is missing", ("linear + bias[:, None, None]", "linear")
        ),
    ),
)
