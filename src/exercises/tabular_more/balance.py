"""Classes that weigh the same."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(3, 7))
    return {
        "scores": 2 * rng.normal(size=(12, classes)),
        "y": rng.integers(0, classes, size=12),
        "counts": 10 ** rng.integers(1, 4, size=classes)
        + rng.integers(1, 9, size=classes),
    }


def _expected(scores: Array, y: Array, counts: Array) -> float:
    weights = counts.sum() / (len(counts) * counts)
    logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    losses = -logs[np.arange(len(y)), y] * weights[y]
    return float(losses.sum() / weights[y].sum())


EXERCISE = Exercise(
    section="should-rare-classes-weigh-more",
    hints=(
        "Which class should weigh more: a rare or a frequent one?",
        "A weighted mean is divided by the sum of the weights of its rows.",
        "All rows over classes times count is the weight of a class; the loss "
        "module for one of many takes such weights and does the rest.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "frequent classes weigh more in yours, it should be the rare ones",
            ("counts.sum() / (len(counts) * counts)", "counts / counts.sum()"),
        ),
        Mistake(
            "all rows weigh the same, so frequent classes rule",
            (", weight=weights", ""),
        ),
        Mistake(
            "a weighted mean is not divided by the number of rows",
            ("weight=weights)", 'weight=weights, reduction="none").mean()'),
        ),
        Mistake(
            "the scores went through softmax twice: the loss has one inside",
            ("cross_entropy(scores,", "cross_entropy(scores.softmax(1),"),
        ),
    ),
)
