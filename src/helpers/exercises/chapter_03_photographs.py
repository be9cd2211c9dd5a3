"""Chapter 3, the project: four kinds of photographs.

Kinds, pictures and the numbers of the classes are drawn anew each time.
"""

from typing import Any

import numpy as np

from helpers.exercises.photographs import (
    draw_kinds,
    linear_share,
    pictures,
)
from helpers.exercises.scored import depends_on_others, no_scores, scores_of
from helpers.grading.exercise import Exercise, Mistake, Question
from helpers.grading.use import given, to_tensor

Array = np.ndarray[Any, Any]
Reply = dict[str, Any]
LEARNED, ASKED = 200, 200
"""Pictures of each kind to learn from and to ask about."""


def _ask(rng: np.random.Generator) -> Question:
    return {"kinds": draw_kinds(rng), "seed": int(rng.integers(10**6))}


def _use(answer: Any, kinds: list[int], seed: int) -> Any:
    import torch

    x, y = pictures("train", tuple(kinds), LEARNED, seed)
    asked = to_tensor(pictures("test", tuple(kinds), ASKED, seed)[0])
    torch.manual_seed(seed)
    model = given(answer(to_tensor(x), to_tensor(y)))
    return scores_of(model, asked)


def _share(scores: Array, kinds: list[int], seed: int) -> float:
    y = pictures("test", tuple(kinds), ASKED, seed)[1]
    return float((scores.argmax(1) == y).mean())


PHOTOGRAPHS = Exercise(
    key="3.7",
    section="03_cnn#training-it",
    hints=(
        "Does the loss fall? Print it once in each epoch.",
        "Bytes want to be normalised inside the model; small filters, with "
        "smaller and smaller maps, do the rest.",
        "Two or three convolutions with a stride of 2 and ReLU, one linear "
        "layer; Adam with batches of 32 for about ten epochs.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "shape",
            "the model must give a finite score for each of the four classes: "
            "(batch, 4)",
            lambda reply, kinds, seed: no_scores(
                reply, ASKED * len(kinds), len(kinds)
            ),
        ),
        Mistake(
            "not in evaluation mode",
            "the scores of a picture depend on the others of its batch, or on "
            "chance",
            lambda reply, kinds, seed: depends_on_others(reply),
        ),
        Mistake(
            "chance",
            "the model has not learned: it is near to guessing",
            lambda reply, kinds, seed: (
                _share(reply["scores"], kinds, seed) < 0.35
            ),
        ),
        Mistake(
            "baseline",
            "it has learned, but logistic regression on pixels does as well",
            lambda reply, kinds, seed: (
                _share(reply["scores"], kinds, seed)
                <= linear_share(tuple(kinds), LEARNED, ASKED, seed)
            ),
        ),
    ),
    rounds=1,
)
