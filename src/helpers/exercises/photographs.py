"""Photographs for the projects of chapters 3 and 4: drawn anew each time.

The kinds, the pictures, and the numbers of the classes are random.
"""

from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
ANIMALS, VEHICLES = [2, 3, 4, 5, 6, 7], [0, 1, 8, 9]


def draw_kinds(rng: np.random.Generator) -> list[int]:
    """Return two kinds of animals and two of vehicles, mixed."""
    animals = rng.choice(ANIMALS, 2, replace=False)
    vehicles = rng.choice(VEHICLES, 2, replace=False)
    return [int(k) for k in rng.permutation([*animals, *vehicles])]


@cache
def pictures(
    split: str, kinds: tuple[int, ...], count: int, seed: int
) -> tuple[Array, Array]:
    """Return random pictures of each kind, and their classes.

    Returns
    -------
    tuple of arrays
        Bytes ``(rows, 3, 32, 32)``, and whole numbers ``(rows,)``: the place
        of the kind in `kinds`.
    """
    from helpers.data import cifar10
    from helpers.vision import Pictures

    part, rng = cifar10()[split], np.random.default_rng(seed)
    labels = np.asarray(part["label"][:])
    drawn = [
        rng.choice(np.flatnonzero(labels == kind), count, replace=False)
        for kind in kinds
    ]
    rows = rng.permutation(np.concatenate(drawn))
    x = Pictures.of(part.select(rows)).x.numpy()
    return x, np.array([kinds.index(label) for label in labels[rows]])


@cache
def linear_share(
    kinds: tuple[int, ...], learned: int, asked: int, seed: int
) -> float:
    """Return the test accuracy of logistic regression on pixels."""
    from sklearn.linear_model import LogisticRegression

    x, y = pictures("train", kinds, learned, seed)
    new, wanted = pictures("test", kinds, asked, seed)
    model = LogisticRegression(C=0.001, max_iter=60, tol=0.01)
    model.fit(x.reshape(len(x), -1) / 255 - 0.5, y)
    return float(model.score(new.reshape(len(new), -1) / 255 - 0.5, wanted))
