"""A model that normalises by itself."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    bright = rng.integers(60, 150, size=(1, 3, 1, 1))
    train = bright + rng.integers(-50, 50, size=(30, 3, 6, 6))
    x = rng.integers(0, 256, size=(5, 3, 6, 6))
    return {"train": train.astype("uint8"), "x": x.astype("uint8")}


def _use(answer: Any, train: Array, x: Array) -> Any:
    module = given(answer(to_tensor(train)))
    return {
        "kept": sorted(module.state_dict()),
        "learned": len(list(module.parameters())),
        "output": to_plain(given(module(to_tensor(x)))),
    }


def _expected(train: Array, x: Array) -> Question:
    axes = (0, 2, 3)
    mean = train.mean(axes, keepdims=True)
    spread = train.std(axes, ddof=1, keepdims=True)
    return {
        "kept": ["mean", "std"],
        "learned": 0,
        "output": (x - mean) / spread,
    }


EXERCISE = Exercise(
    section="a-small-cnn-layer-by-layer",
    hints=(
        "How many numbers does the module have to remember?",
        "A buffer is saved with the model and is not learned; both are of the "
        "training pictures.",
        "One mean and one deviation for each colour, over all pictures and "
        "all places, in a shape that fits to (batch, 3, h, w). Bytes must "
        "become floats first.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    rtol=5e-3,
    atol=5e-3,
    mistakes=(
        Mistake(
            "the pictures are normalised by their own mean and deviation",
            (
                "        return (x.float()",
                "        self.__init__(x)\n        return (x.float()",
            ),
        ),
        Mistake(
            "each colour has a mean and a deviation of its own",
            (
                "train.transpose(0, 1).flatten(1).float()",
                "train.flatten().float().expand(3, -1)",
            ),
        ),
        Mistake(
            "one mean for each colour was asked for, not for each pixel",
            (
                "colours.mean(dim=1).view(3, 1, 1))\n"
                '        self.register_buffer("std", '
                "colours.std(dim=1).view(3, 1, 1))",
                "train.float().mean(dim=0))\n"
                '        self.register_buffer("std", '
                "train.float().std(dim=0))",
            ),
        ),
        Mistake(
            "mean and std would be lost when the model is saved",
            (
                'self.register_buffer("mean", '
                "colours.mean(dim=1).view(3, 1, 1))\n"
                '        self.register_buffer("std", '
                "colours.std(dim=1).view(3, 1, 1))",
                "self.mean = colours.mean(dim=1).view(3, 1, 1)\n"
                "        self.std = colours.std(dim=1).view(3, 1, 1)",
            ),
        ),
        Mistake(
            "the optimizer would change mean and std; they are no parameters",
            (
                'self.register_buffer("mean", '
                "colours.mean(dim=1).view(3, 1, 1))\n"
                '        self.register_buffer("std", '
                "colours.std(dim=1).view(3, 1, 1))",
                "self.mean = nn.Parameter(colours.mean(dim=1).view(3, 1, "
                "1))\n"
                "        self.std = "
                "nn.Parameter(colours.std(dim=1).view(3, 1, 1))",
            ),
        ),
    ),
)
