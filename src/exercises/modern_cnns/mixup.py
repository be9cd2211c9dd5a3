"""MixUp by hand."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch, classes = int(rng.integers(5, 8)), int(rng.integers(4, 7))
    return {
        "x": rng.uniform(size=(batch, 3, 4, 4)).astype("float32"),
        "y": rng.permutation(np.arange(batch) % classes),
        "share": float(rng.uniform(0.6, 0.9)),
        "classes": classes,
    }


def _expected(x: Array, y: Array, share: float, classes: int) -> list[Array]:
    targets = np.eye(classes)[y]
    before = np.arange(len(x)) - 1
    return [share * one + (1 - share) * one[before] for one in (x, targets)]


EXERCISE = Exercise(
    section="stronger-augmentation",
    hints=(
        "What should the network answer for seven parts cat and three parts "
        "ship?",
        "One-hot targets are mixed exactly as the images are, with the same "
        "partner and the same share.",
        "Tensors can be rolled along the batch, by one row. Do the same to "
        "images and to one-hot targets, as floats.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the images are mixed, the targets are not",
            ("return blend(x), blend(targets)", "return blend(x), targets"),
        ),
        Mistake(
            "each image is mixed with the one after it, not before it",
            ("one.roll(1, 0)", "one.roll(-1, 0)"),
        ),
        Mistake(
            "the share of an image and that of its partner are swapped",
            (
                "share * one + (1 - share) * one.roll(1, 0)",
                "(1 - share) * one + share * one.roll(1, 0)",
            ),
        ),
        Mistake(
            "image and target have different partners",
            ("blend(targets)", "blend(targets.flip(0)).flip(0)"),
        ),
    ),
)
