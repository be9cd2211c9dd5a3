"""A split without leakage."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    writers = rng.permutation(np.repeat(np.arange(5), 8))
    x = rng.normal(size=(40, 4)) * 2 + writers[:, None]
    x[:, rng.integers(4)] = rng.integers(4)  # never changes
    held_out = int(rng.integers(5))
    return {"x": x, "writers": writers, "held_out": held_out}


def _expected(x: Array, writers: Array, held_out: int) -> list[Array]:
    train, test = x[writers != held_out], x[writers == held_out]
    mean, variance = train.mean(0), train.var(0, ddof=1)
    scale = np.divide(1, np.sqrt(variance), where=variance > 0, out=0 * mean)
    return [(train - mean) * scale, (test - mean) * scale]


EXERCISE = Exercise(
    section="groups",
    hints=(
        "What may you know about the new writer before the test?",
        "The mean and the standard deviation are learned from data, like "
        "weights. And what is a number divided by a standard deviation of 0?",
        "Split first. Measure both on the training rows only, and use them for "
        "both splits; where the standard deviation is 0, divide by another "
        "number.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "mean and standard deviation were measured with the test rows",
            ("= train.mean(dim=0), train.std", "= x.mean(0), x.std"),
        ),
        Mistake(
            "the test rows are scaled by their own mean and standard deviation",
            (
                "(test - mean) / std",
                "(test - test.mean(0)) / test.std(0).clamp(min=1e-6)",
            ),
        ),
        Mistake(
            "the rows are not scaled yet",
            (
                "return (train - mean) / std, (test - mean) / std",
                "return train, test",
            ),
        ),
        Mistake(
            "a column that never changes became nan: 0 divided by 0",
            (".clamp(min=1e-6)", ""),
        ),
    ),
)
