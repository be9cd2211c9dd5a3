"""A convolution with a step."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    side, inputs, outputs = (int(size) for size in rng.integers(2, 5, size=3))
    w = rng.normal(size=(outputs, inputs, side, side))
    return {
        "x": rng.normal(size=(inputs, 9, 7)).astype("float32"),
        "w": w.astype("float32"),
        "b": rng.normal(size=outputs).astype("float32"),
        "step": int(rng.integers(2, 4)),
    }


def _expected(x: Array, w: Array, b: Array, step: int) -> Array:
    sides = w.shape[2:]
    patches = np.lib.stride_tricks.sliding_window_view(x, sides, axis=(1, 2))
    patches = patches[:, ::step, ::step]
    out: Array = np.einsum("ihwkl,oikl->ohw", patches, w)
    return out + b[:, None, None]


EXERCISE = Exercise(
    section="a-convolution-by-hand",
    hints=(
        "Begin with one filter at one place: which numbers meet which?",
        "At each place a filter is multiplied with a patch of all channels, "
        "and everything is added up; then the patch moves on by the step.",
        "Two loops over the places of the output; the patch begins at the "
        "place times the step. Add the bias of each filter.",
    ),
    ask=_ask,
    expected=_expected,
    atol=1e-4,
    mistakes=(
        Mistake("a bias is still missing", (" + b\n", "\n")),
        Mistake(
            "the filters are turned round before they are put on the picture",
            ("(w * patch)", "(w.flip(2, 3) * patch)"),
        ),
        Mistake(
            "the filter moves on by one place each time, not by the step",
            ("    k = w.shape[2]\n", "    k, step = w.shape[2], 1\n"),
        ),
        Mistake(
            "only the first channel reaches the output",
            ("(w * patch)", "(w * patch)[:, :1]"),
        ),
    ),
)
