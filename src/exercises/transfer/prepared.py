"""Images as the network saw them."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "x": rng.integers(0, 256, size=(4, 3, 3, 5)).astype("uint8"),
        "mean": rng.uniform(0.3, 0.6, size=3).astype("float32"),
        "std": rng.uniform(0.2, 0.3, size=3).astype("float32"),
        "factor": int(rng.integers(2, 5)),
    }


def _expected(x: Array, mean: Array, std: Array, factor: int) -> Array:
    pixels = x / 255
    pixels = (pixels - mean[:, None, None]) / std[:, None, None]
    large: Array = pixels.repeat(factor, axis=2).repeat(factor, axis=3)
    return large


EXERCISE = Exercise(
    section="the-recipe-resnet-18",
    hints=(
        "What is the range of the pixels that the network was trained on?",
        "First from bytes to the range from 0 to 1; then subtract its mean "
        "and divide by its standard deviation, colour by colour. Size comes "
        "last.",
        "Make (3, 1, 1) of mean and std. repeat_interleave repeats each "
        "element along a dimension.",
    ),
    ask=_ask,
    expected=_expected,
    atol=1e-4,
    mistakes=(
        Mistake(
            "mean and std belong to pixels from 0 to 1; yours go to 255",
            ("torch.float32, scale=True", "torch.float32"),
        ),
        Mistake(
            "use the mean and std of the network's images, not of these",
            (
                "    pixels = (pixels",
                "    mean, std = pixels.mean((0, 2, 3)), pixels.std((0, "
                "2, 3))\n"
                "    pixels = (pixels",
            ),
        ),
        Mistake(
            "the pixels are not normalised yet",
            (
                "    pixels = (pixels - mean.view(3, 1, 1)) / "
                "std.view(3, 1, 1)\n",
                "",
            ),
        ),
        Mistake(
            "you repeat the whole image; each pixel has to grow",
            (
                "    wide = pixels.repeat_interleave(factor, dim=3)\n"
                "    return wide.repeat_interleave(factor, dim=2)",
                "    return pixels.repeat(1, 1, factor, factor)",
            ),
        ),
        Mistake(
            "the images are as small as before",
            (
                "    wide = pixels.repeat_interleave(factor, dim=3)\n"
                "    return wide.repeat_interleave(factor, dim=2)",
                "    return pixels",
            ),
        ),
    ),
)
