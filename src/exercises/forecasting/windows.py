"""Windows."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    past, horizon = int(rng.integers(4, 9)), int(rng.integers(2, 6))
    return {
        "series": rng.normal(size=60),
        "origins": rng.permutation(np.arange(past + 1, 59 - horizon))[:10],
        "past": past,
        "horizon": horizon,
    }


def _expected(
    series: Array, origins: Array, past: int, horizon: int
) -> list[Array]:
    x = [series[o - past : o] for o in origins]
    y = [series[o : o + horizon] for o in origins]
    return [np.stack(x), np.stack(y)]


EXERCISE = Exercise(
    section="windows-without-copying",
    hints=(
        "Take a series that counts 0, 1, 2, ... and look at one window.",
        "The origin is the first hour that is not known.",
        "unfold gives all windows of a length by their first hour; the past "
        "begins past hours before the origin, the future at it.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the last hour of the past is also the first of the future: the "
            "model can copy it",
            ("futures[origins]", "futures[origins - 1]"),
        ),
        Mistake(
            "the hour of the origin is in the past; it is the first hour that "
            "is wanted",
            ("    pasts =", "    origins = origins + 1\n    pasts ="),
        ),
        Mistake(
            "an hour is lost between past and future",
            ("futures[origins]", "futures[origins + 1]"),
        ),
        Mistake(
            "time runs backwards in the past",
            ("origins - past]", "origins - past].flip(1)"),
        ),
    ),
)
