"""A split without leakage."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    writers = rng.permutation(np.repeat(np.arange(5), 8))
    x = rng.normal(size=(40, 3)) * 2 + writers[:, None]
    held_out = int(rng.integers(5))
    return {"x": x, "writers": writers, "held_out": held_out}


def _expected(x: Array, writers: Array, held_out: int) -> list[Array]:
    train, test = x[writers != held_out], x[writers == held_out]
    mean, spread = train.mean(0), train.std(0, ddof=1)
    return [(train - mean) / spread, (test - mean) / spread]


EXERCISE = Exercise(
    section="the-question-which-digit-is-this",
    hints=(
        "What may you know about the new writer before the test?",
        "The mean and the spread are learned from data, like weights.",
        "Split first. Measure mean and spread on one part only, and use the "
        "same two for both.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "mean and spread were measured with the test rows among them",
            ("= train.mean(dim=0), train.std", "= x.mean(0), x.std"),
        ),
        Mistake(
            "the test rows are scaled by their own mean and spread",
            ("(test - mean) / spread", "(test - test.mean(0)) / test.std(0)"),
        ),
        Mistake(
            "the rows are not scaled yet",
            (
                "return (train - mean) / spread, (test - mean) / spread",
                "return train, test",
            ),
        ),
    ),
)
