"""A model that normalises by itself."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

Numbers = list[float]
BUFFERS = (
    'self.register_buffer("mean", torch.tensor(mean).view(3, 1, 1))\n'
    '        self.register_buffer("std", torch.tensor(std).view(3, 1, 1))'
)


def _ask(rng: np.random.Generator) -> Question:
    """Draw images three pixels wide: a mean per column would fit as well."""
    x = rng.integers(0, 256, size=(5, 3, 6, 3))
    return {
        "mean": [float(m) for m in rng.uniform(0.2, 0.7, size=3)],
        "std": [float(s) for s in rng.uniform(0.1, 0.4, size=3)],
        "x": x.astype("uint8"),
    }


def _use(answer: Any, mean: Numbers, std: Numbers, x: Array) -> Any:
    module = given(answer(list(mean), list(std)))
    return {
        "kept": sorted(module.state_dict()),
        "learned": len(list(module.parameters())),
        "output": to_plain(given(module(to_tensor(x)))),
    }


def _expected(mean: Numbers, std: Numbers, x: Array) -> Question:
    per_channel = (np.reshape(s, (3, 1, 1)) for s in (mean, std))
    middle, spread = per_channel
    return {
        "kept": ["mean", "std"],
        "learned": 0,
        "output": (x / 255 - middle) / spread,
    }


EXERCISE = Exercise(
    section="a-small-cnn-layer-by-layer",
    hints=(
        "In which range are the numbers whose mean and standard deviation you "
        "are given? And which tensors does a module save without learning "
        "them?",
        "A buffer is saved with the model and is not learned. A tensor (3,) "
        "is broadcast over the last dimension, which is not the channels.",
        "Turn both lists into buffers of a shape that fits to "
        "(batch, 3, h, w); in forward, scale the bytes, then subtract and "
        "divide.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "mean and std are those of numbers from 0 to 1; the bytes are not "
            "scaled",
            ("scale=True", "scale=False"),
        ),
        Mistake(
            "mean and std belong to channels; yours are those of columns",
            (BUFFERS, BUFFERS.replace(".view(3, 1, 1)", "")),
        ),
        Mistake(
            "the images are normalised by their own mean and standard "
            "deviation",
            (
                "(x - self.mean) / self.std",
                "(x - x.mean((0, 2, 3), True)) / x.std((0, 2, 3), "
                "keepdim=True)",
            ),
        ),
        Mistake(
            "mean and std would be lost when the model is saved",
            (
                BUFFERS,
                "self.mean = torch.tensor(mean).view(3, 1, 1)\n"
                "        self.std = torch.tensor(std).view(3, 1, 1)",
            ),
        ),
        Mistake(
            "the optimizer would change mean and std; make them no parameters",
            (
                BUFFERS,
                "self.mean = nn.Parameter(torch.tensor(mean).view(3, 1, 1))\n"
                "        self.std = "
                "nn.Parameter(torch.tensor(std).view(3, 1, 1))",
            ),
        ),
        Mistake(
            "divide by the standard deviation, after subtracting the mean",
            ("(x - self.mean) / self.std", "x / self.std - self.mean"),
        ),
    ),
)
