"""Photographs for the projects of the vision chapters: drawn anew each time.

The kinds, the pictures, and the numbers of the classes are random.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from exercises.scored import no_scores, scores_of
from grading.adapters import given, to_tensor
from grading.exercise import Array, Question

Reply = dict[str, Any]
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
    from helpers.vision import ImageDataset

    part, rng = cifar10()[split], np.random.default_rng(seed)
    labels = np.asarray(part["label"][:])
    drawn = [
        rng.choice(np.flatnonzero(labels == kind), count, replace=False)
        for kind in kinds
    ]
    rows = rng.permutation(np.concatenate(drawn))
    x = ImageDataset.of(part.select(rows)).x.numpy()
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


@dataclass(frozen=True)
class FourKinds:
    """A project: learn four kinds of photographs, be asked about new ones.

    Attributes
    ----------
    learned, asked
        Pictures of each kind to learn from and to ask about.
    margin
        How far the answer's accuracy must be ahead of logistic regression.
    """

    learned: int
    asked: int
    margin: float = 0.0

    def ask(self, rng: np.random.Generator) -> Question:
        """Draw the kinds, and a seed for the pictures."""
        return {"kinds": draw_kinds(rng), "seed": int(rng.integers(10**6))}

    def use(self, answer: Any, kinds: list[int], seed: int) -> Any:
        """Let the answer train a model; return its scores of new pictures."""
        return scores_of(*self.trained(answer, kinds, seed))

    def trained(
        self, answer: Any, kinds: list[int], seed: int
    ) -> tuple[Any, Any]:
        """Let the answer train a model; return it, and new pictures."""
        import torch

        x, y = pictures("train", tuple(kinds), self.learned, seed)
        asked = to_tensor(pictures("test", tuple(kinds), self.asked, seed)[0])
        torch.manual_seed(seed)
        return given(answer(to_tensor(x), to_tensor(y))), asked

    def lacks_scores(self, reply: Reply, kinds: list[int], seed: int) -> bool:
        """Tell whether there is no finite score for each picture and class."""
        return no_scores(reply, self.asked * len(kinds), len(kinds))

    def is_near_chance(self, reply: Reply, kinds: list[int], seed: int) -> bool:
        """Tell whether the model has not learned."""
        return self._share(reply, kinds, seed) < 0.35

    def is_not_ahead(self, reply: Reply, kinds: list[int], seed: int) -> bool:
        """Tell whether logistic regression does as well, or nearly."""
        line = linear_share(tuple(kinds), self.learned, self.asked, seed)
        return self._share(reply, kinds, seed) < line + self.margin

    def _share(self, reply: Reply, kinds: list[int], seed: int) -> float:
        y = pictures("test", tuple(kinds), self.asked, seed)[1]
        return float((reply["scores"].argmax(1) == y).mean())
