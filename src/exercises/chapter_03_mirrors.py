"""Chapter 3, mirroring at random, judged by what became of the pictures.

Every picture must be itself or its mirror image, drawn for each alone.
"""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
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
    """Tell for each picture whether it is equal."""
    equal: Array = (came == x).all(axis=(1, 2, 3))
    return equal


def _mirrored(reply: Reply, x: Array) -> Array:
    """Tell for each try and picture whether it is mirrored."""
    return np.stack([_same(came, x[..., ::-1]) for came in reply["came"]])


def _no_pictures(reply: Reply, x: Array) -> bool:
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


MIRROR = Exercise(
    key="3.4",
    section="03_cnn#augmentation-new-pictures-from-old-ones",
    hints=(
        "How many coins do you throw for a batch?",
        "Draw once for each picture; left and right are the last dimension.",
        "One random number for each row of the batch; where it is below one "
        "half, take the flipped picture. torch.where can choose.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "shape",
            "what you return must have the shape of the batch",
            _no_pictures,
        ),
        Mistake(
            "in place",
            "the pictures of the data set themselves were changed",
            lambda reply, x: not np.array_equal(reply["after"], x),
        ),
        Mistake(
            "upside down",
            "some pictures stand upside down",
            _upside_down,
        ),
        Mistake(
            "other",
            "some pictures are neither themselves nor their mirror image",
            _other,
        ),
        Mistake(
            "no chance",
            "nothing is drawn at random: it is the same each time",
            _always_same,
        ),
        Mistake(
            "whole batch",
            "all pictures of a batch are mirrored, or none",
            _all_or_none,
        ),
        Mistake(
            "uneven",
            "each picture should be mirrored every second time",
            _uneven,
        ),
    ),
)
