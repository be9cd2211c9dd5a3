"""The origins of a part."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    past, horizon = int(rng.integers(20, 40)), int(rng.integers(4, 12))
    start = int(rng.choice([0, int(rng.integers(60, 90))]))
    return {
        "start": start,
        "end": start + past + horizon + int(rng.integers(5, 30)),
        "past": past,
        "horizon": horizon,
    }


def _expected(start: int, end: int, past: int, horizon: int) -> Array:
    first = max(start, past)
    last = end - horizon
    return np.arange(first, last + 1)


EXERCISE = Exercise(
    section="split-by-time-fit-on-the-past",
    hints=(
        "Draw the last window of a part. Where does its last hour lie?",
        "The targets must lie within the part; the past may reach into the "
        "part before, for it is known, but not before hour 0.",
        "The first origin has a whole past and is not before start; the last "
        "one is horizon hours before end, and belongs to the list.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the last windows begin before the end and finish after it",
            ("end - horizon + 1", "end"),
        ),
        Mistake(
            "the last window that fits is missing",
            ("end - horizon + 1", "end - horizon"),
        ),
        Mistake(
            "the first origins have no whole past: it would begin before "
            "hour 0",
            ("max(start, past)", "start"),
        ),
        Mistake(
            "you lose origins: what lies before the part is known, and may be "
            "read",
            ("max(start, past)", "start + past"),
        ),
    ),
    rounds=12,
)
