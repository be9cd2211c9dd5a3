"""Project: name rare rodents."""

from typing import Any

import numpy as np

from exercises.evaluation.species import neighbours, rodent_parts, scores_of
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "names": rng.permutation(12),
        "columns": rng.permutation(rodent_parts()[0][0].shape[1]),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, names: Array, columns: Array, seed: int) -> Any:
    import torch

    (x, y), (test_x, _) = rodent_parts()
    torch.manual_seed(seed)
    model = given(answer(torch.tensor(x[:, columns]), torch.tensor(names[y])))
    return to_plain(given(model(torch.tensor(test_x[:, columns]))))


def _below(reply: Array, names: Array, measure: int) -> bool:
    scores = scores_of(reply.argmax(1), names)
    baseline = scores_of(neighbours(), np.arange(12))
    return scores[measure] <= baseline[measure]


def _wrong_shape(reply: Any, **_: Any) -> bool:
    return not has_shape(reply, len(rodent_parts()[1][1]), 12)


def _by_heart(reply: Array, names: Array, **_: Any) -> bool:
    says = reply.argmax(1)
    old = scores_of(says, np.arange(12))[1]
    return old > 0.6 and scores_of(says, names)[1] < 0.5


BRIEF = ("range(400)", "range(1)")

EXERCISE = Exercise(
    section="the-f1-of-twelve-species",
    hints=(
        "Does the loss still fall when you stop?",
        "A hidden layer with a ReLU, Adam, and a few hundred random batches; "
        "then look at the F1 of each species on rows that you kept back.",
        "Three hundred batches of a thousand rows at a rate of one hundredth "
        "are enough; a rate that falls to zero helps.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give twelve scores a row: (batch, 12)",
            ("nn.Linear(64, 12)", "nn.Linear(64, 13)", *BRIEF),
            shows=_wrong_shape,
        ),
        Mistake(
            "the model ignores the labels it is given in y",
            (
                "    model = nn",
                "    from helpers.data import rodents\n"
                '    y = torch.tensor(rodents()["train"]["species"][:])\n'
                "    model = nn",
            ),
            shows=_by_heart,
        ),
        Mistake(
            "the model has not learned: always the same species does as well",
            ("range(400)", "range(0)"),
            shows=lambda reply, names, **_: (
                scores_of(reply.argmax(1), names)[1] < 0.4
            ),
        ),
        Mistake(
            "more rows are right than with five neighbours, but rare species "
            "are not predicted well enough: look at the F1 of each",
            (
                "cross_entropy(model(x[rows]), y[rows])",
                "cross_entropy(model(x[rows]), y[rows], "
                "weight=y.bincount() ** 0.8)",
            ),
            shows=lambda reply, names, **_: (
                _below(reply, names, 0) and not _below(reply, names, 1)
            ),
        ),
        Mistake(
            "it has learned, but five neighbours have the better macro-F1",
            ("range(400)", "range(100)"),
            shows=lambda reply, names, **_: _below(reply, names, 0),
        ),
    ),
    rounds=1,
)
