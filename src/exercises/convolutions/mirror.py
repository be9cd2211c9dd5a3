"""Find the planted bug: mirrors."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

Reply = dict[str, Any]
TRIES = 16


def _ask(rng: np.random.Generator) -> Question:
    x = rng.integers(0, 256, size=(int(rng.integers(10, 14)), 3, 5, 5))
    return {"x": x.astype("uint8")}


def _use(answer: Any, x: Array) -> Reply:
    given_x = to_tensor(x)
    came = [to_plain(given(answer(given_x))) for _ in range(TRIES)]
    return {"came": came, "after": to_plain(given_x)}


def _same(came: Array, x: Array) -> Array:
    """Tell for each image whether it is equal."""
    equal: Array = (came == x).all(axis=(1, 2, 3))
    return equal


def _mirrored(reply: Reply, x: Array) -> Array:
    """Tell for each try and image whether it is mirrored."""
    return np.stack([_same(came, x[..., ::-1]) for came in reply["came"]])


def _wrong_shape(reply: Reply, x: Array) -> bool:
    return any(came.shape != x.shape for came in reply["came"])


def _upside_down(reply: Reply, x: Array) -> bool:
    return any(_same(came, x[:, :, ::-1]).any() for came in reply["came"])


def _other(reply: Reply, x: Array) -> bool:
    return not all(
        (_same(came, x) | _same(came, x[..., ::-1])).all()
        for came in reply["came"]
    )


def _all_or_none(reply: Reply, x: Array) -> bool:
    found = _mirrored(reply, x)
    return bool((found.all(1) | ~found.any(1)).all() and found.any())


def _always_same(reply: Reply, x: Array) -> bool:
    found = _mirrored(reply, x)
    return bool((found == found[0]).all())


def _uneven(reply: Reply, x: Array) -> bool:
    return not 0.3 < _mirrored(reply, x).mean() < 0.7


EXERCISE = Exercise(
    section="augmentation-new-images-from-old-ones",
    hints=(
        "How many coins do you toss for a batch?",
        "Draw once for each image; left and right are the last dimension.",
        "One random number for each row of the batch; where it is below one "
        "half, take the flipped image. torch.where can choose.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "what you return must have the shape of the batch",
            ("torch.where(coins, x.flip(3), x)", "x.flip(3)[coins.flatten()]"),
            shows=_wrong_shape,
        ),
        Mistake(
            "the images of the data set themselves were changed",
            (
                "return torch.where(coins, x.flip(3), x)",
                "return x.copy_(torch.where(coins, x.flip(3), x))",
            ),
            shows=lambda reply, x: not np.array_equal(reply["after"], x),
        ),
        Mistake(
            "some images are upside down",
            ("x.flip(3)", "x.flip(2)"),
            shows=_upside_down,
        ),
        Mistake(
            "some images are neither the original nor its mirror image",
            ("rand(len(x), 1, 1, 1)", "rand(x.shape)"),
            shows=_other,
        ),
        Mistake(
            "nothing is drawn at random: it is the same each time",
            ("torch.rand(len(x), 1, 1, 1) < 0.5", "torch.ones(1) > 0"),
            shows=_always_same,
        ),
        Mistake(
            "all images of a batch are mirrored, or none",
            ("rand(len(x), 1, 1, 1)", "rand(1, 1, 1, 1)"),
            shows=_all_or_none,
        ),
        Mistake(
            "each image should be mirrored with a probability of one half",
            ("< 0.5", "< 0.05"),
            shows=_uneven,
        ),
    ),
)
