"""Chapter 4, the project: four kinds of photographs from few labels.

A network from scratch has too little to learn from here.
"""

from typing import Any

import numpy as np

from helpers.exercises.photographs import draw_kinds, linear_share, pictures
from helpers.exercises.scored import depends_on_others, no_scores, scores_of
from helpers.grading.exercise import Exercise, Mistake, Question
from helpers.grading.use import given, to_tensor

Array = np.ndarray[Any, Any]
Reply = dict[str, Any]
LEARNED, ASKED = 25, 50
"""Pictures of each kind to learn from and to ask about."""
MARGIN = 0.1


def _ask(rng: np.random.Generator) -> Question:
    return {"kinds": draw_kinds(rng), "seed": int(rng.integers(10**6))}


def _use(answer: Any, kinds: list[int], seed: int) -> Any:
    import torch

    x, y = pictures("train", tuple(kinds), LEARNED, seed)
    asked = to_tensor(pictures("test", tuple(kinds), ASKED, seed)[0])
    torch.manual_seed(seed)
    model = given(answer(to_tensor(x), to_tensor(y)))
    return scores_of(model, asked)


def _share(reply: Reply, kinds: list[int], seed: int) -> float:
    y = pictures("test", tuple(kinds), ASKED, seed)[1]
    return float((reply["scores"].argmax(1) == y).mean())


def _below(reply: Reply, kinds: list[int], seed: int) -> bool:
    line = linear_share(tuple(kinds), LEARNED, ASKED, seed)
    return _share(reply, kinds, seed) <= line + MARGIN


FEW_LABELS = Exercise(
    key="4.7",
    section="04_transfer#frozen-features-and-a-new-last-layer",
    hints=(
        "Who has already seen more than a million pictures?",
        "A frozen network makes a row of features of each picture, if the "
        "pictures are prepared as it knows them; a new layer does the rest.",
        "All blocks in evaluation mode, the mean of each last map, one linear "
        "layer, Adam. Pictures of 64 by 64 pixels are large enough.",
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
            lambda reply, kinds, seed: _share(reply, kinds, seed) < 0.35,
        ),
        Mistake(
            "baseline",
            "it has learned, but is not far enough ahead of logistic "
            "regression on pixels",
            _below,
        ),
    ),
    rounds=1,
)
