"""A convolution with stride and padding."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    side, inputs, outputs = (int(size) for size in rng.integers(2, 5, size=3))
    w = rng.normal(size=(outputs, inputs, side, side))
    return {
        "x": rng.normal(size=(inputs, 9, 7)).astype("float32"),
        "w": w.astype("float32"),
        "b": rng.normal(size=outputs).astype("float32"),
        "stride": int(rng.integers(2, 4)),
        "padding": int(rng.integers(1, 3)),
    }


def _expected(x: Array, w: Array, b: Array, stride: int, padding: int) -> Array:
    frame = [(0, 0), (padding, padding), (padding, padding)]
    sides = w.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(x, frame), sides, axis=(1, 2)
    )
    out: Array = np.einsum("ihwkl,oikl->ohw", windows[:, ::stride, ::stride], w)
    return out + b[:, None, None]


EXERCISE = Exercise(
    section="stride-and-padding-how-large-is-the-output",
    hints=(
        "Begin with one filter at one position: which numbers meet which?",
        "At each position a filter is multiplied with a window of all "
        "channels, and everything is added up; then the window moves by the "
        "stride. The frame is part of the image.",
        "Pad first. Two loops over the positions of the output; the window "
        "begins at the position times the stride. Add the bias of each filter.",
    ),
    ask=_ask,
    expected=_expected,
    atol=1e-4,
    mistakes=(
        Mistake("a bias is still missing", (" + b\n", "\n")),
        Mistake(
            "the filters are rotated, as in the convolution of mathematics",
            ("(w * window)", "(w.flip(2, 3) * window)"),
        ),
        Mistake(
            "the filter moves by one pixel each time, not by the stride",
            ("    k = w.shape[2]\n", "    k, stride = w.shape[2], 1\n"),
        ),
        Mistake(
            "the image has no frame of zeros yet",
            ("    x = nn.functional.pad(x, [padding] * 4)\n", ""),
        ),
        Mistake(
            "the frame has to lie on all four sides",
            ("[padding] * 4", "[padding, 0, padding, 0]"),
            ("[padding] * 4", "[0, padding, 0, padding]"),
        ),
        Mistake(
            "only the first channel reaches the output",
            ("(w * window)", "(w * window)[:, :1]"),
        ),
    ),
)
