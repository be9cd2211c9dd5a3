"""Chapter 6: origins, windows, naive forecasts, a test for leaks.

The references are written in NumPy and plain Python.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_06_ahead import (
    FREE,
    INTERVAL,
    PROJECT,
    QUANTILE,
)
from grading.adapters import given, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 6.1: the origins of a part


def _ask_origins(rng: np.random.Generator) -> Question:
    past, horizon = int(rng.integers(20, 40)), int(rng.integers(4, 12))
    start = int(rng.choice([0, int(rng.integers(60, 90))]))
    return {
        "start": start,
        "end": start + past + horizon + int(rng.integers(5, 30)),
        "past": past,
        "horizon": horizon,
    }


def _origins(
    start: int, end: int, past: int, horizon: int, change: str = ""
) -> Array:
    first = max(start, past)
    if change == "no past":
        first = start
    if change == "past inside":
        first = start + past
    last = end - horizon
    if change == "over the cut":
        last = end - 1
    if change == "one short":
        last -= 1
    return np.arange(first, last + 1)


ORIGINS = Exercise(
    key="6.1",
    section="06_forecasting#split-by-time-fit-on-the-past",
    hints=(
        "Draw the last window of a part. Where does its last hour lie?",
        "The targets must lie within the part; the past may reach into the "
        "part before, for it is known, but not before hour 0.",
        "The first origin has a whole past and is not before start; the last "
        "one is horizon hours before end, and belongs to the list.",
    ),
    ask=_ask_origins,
    expected=_origins,
    mistakes=(
        Mistake(
            "over the cut",
            "the last windows begin before the end and finish after it",
            changed(_origins, "over the cut"),
        ),
        Mistake(
            "one short",
            "the last window that fits is missing",
            changed(_origins, "one short"),
        ),
        Mistake(
            "no past",
            "the first origins have no whole past: it would begin before "
            "hour 0",
            changed(_origins, "no past"),
        ),
        Mistake(
            "past inside",
            "you lose origins: what lies before the part is known, and may be "
            "read",
            changed(_origins, "past inside"),
        ),
    ),
)

# 6.2: windows


def _ask_windows(rng: np.random.Generator) -> Question:
    past, horizon = int(rng.integers(4, 9)), int(rng.integers(2, 6))
    return {
        "series": rng.normal(size=60),
        "origins": rng.permutation(np.arange(past + 1, 59 - horizon))[:10],
        "past": past,
        "horizon": horizon,
    }


def _windows(
    series: Array, origins: Array, past: int, horizon: int, change: str = ""
) -> list[Array]:
    shift = {"origin in past": 1, "gap": 0}.get(change, 0)
    late = 1 if change in ("gap", "origin in past") else 0
    x = [series[o - past + shift : o + shift] for o in origins]
    y = [series[o + late : o + late + horizon] for o in origins]
    if change == "overlap":
        y = [series[o - 1 : o - 1 + horizon] for o in origins]
    if change == "backwards":
        x = [row[::-1] for row in x]
    return [np.stack(x), np.stack(y)]


WINDOWS = Exercise(
    key="6.2",
    section="06_forecasting#windows-without-copying",
    hints=(
        "Take a series that counts 0, 1, 2, ... and look at one window.",
        "The origin is the first hour that is not known.",
        "unfold gives all windows of a length by their first hour; the past "
        "begins past hours before the origin, the future at it.",
    ),
    ask=_ask_windows,
    expected=_windows,
    mistakes=(
        Mistake(
            "overlap",
            "the last hour of the past is also the first of the future: the "
            "model can copy it",
            changed(_windows, "overlap"),
        ),
        Mistake(
            "origin in past",
            "the hour of the origin is in the past; it is the first hour that "
            "is wanted",
            changed(_windows, "origin in past"),
        ),
        Mistake(
            "gap",
            "an hour is lost between past and future",
            changed(_windows, "gap"),
        ),
        Mistake(
            "backwards",
            "time runs backwards in the past",
            changed(_windows, "backwards"),
        ),
    ),
)

# 6.3: seasonal naive, further than one season


def _ask_naive(rng: np.random.Generator) -> Question:
    season = int(rng.integers(5, 9))
    horizon = 2 * season + int(rng.integers(1, season))
    return {
        "series": np.cumsum(rng.normal(size=90)),
        "origins": rng.permutation(np.arange(30, 60))[:8],
        "season": season,
        "horizon": horizon,
    }


def _naive(
    series: Array, origins: Array, season: int, horizon: int, change: str = ""
) -> Array:
    rows = []
    for origin in origins:
        row = []
        for k in range(horizon):
            back = season - k % season
            if change == "peeks":
                back = season - k
            if change == "shifted":
                back = season - k % season - 1 or season
            if change == "persistence":
                back = 1
            if change == "long":
                back = 3 * season - k
            row.append(series[origin - back])
        rows.append(row)
    return np.array(rows)


NAIVE = Exercise(
    key="6.3",
    section="06_forecasting#baselines-first",
    hints=(
        "What is known of the same hour yesterday, 30 hours ahead?",
        "Beyond one season, the same hour of the season before is not known "
        "yet: the last known season comes again.",
        "Take the last season before the origin, and repeat it until the "
        "horizon is full.",
    ),
    ask=_ask_naive,
    expected=_naive,
    mistakes=(
        Mistake(
            "peeks",
            "beyond one season it reads hours that come after the origin",
            changed(_naive, "peeks"),
        ),
        Mistake(
            "persistence",
            "it repeats the last hour, not the last season",
            changed(_naive, "persistence"),
        ),
        Mistake(
            "shifted",
            "it is an hour off: each hour is like the one a whole season "
            "before",
            changed(_naive, "shifted"),
        ),
        Mistake(
            "too old",
            "it repeats older seasons although a newer one is known",
            changed(_naive, "long"),
        ),
    ),
)

# 6.4: a test for leaks

FAR = {"past": 0, "spread": 0, "near": 0, "across": 0, "all": 1, "end": 1}
NEAR = {"past": 0, "spread": 0, "near": 1, "across": 1, "all": 1, "end": 0}


def _ask_leaks(rng: np.random.Generator) -> Question:
    kinds = [*FAR, str(rng.choice(list(FAR)))]
    return {
        "kinds": [kinds[n] for n in rng.permutation(len(kinds))],
        "series": rng.normal(size=60),
        "cut": int(rng.integers(25, 35)),
    }


def _fit(kind: str) -> Any:
    """Return a function that fits a number; some look at the future."""
    return {
        "past": lambda series, cut: series[:cut].mean(),
        "spread": lambda series, cut: series[:cut].std(),
        "near": lambda series, cut: series[: cut + 1].mean(),
        "across": lambda series, cut: series[cut - 6 : cut + 6].mean(),
        "all": lambda series, cut: series.mean(),
        "end": lambda series, cut: series[:cut].mean() + series[-1],
    }[kind]


def _use_leaks(answer: Any, kinds: list[str], series: Array, cut: int) -> Any:
    values = to_tensor(series)
    found = [bool(given(answer(_fit(kind), values, cut))) for kind in kinds]
    return {
        "leaks": found,
        "unchanged": bool((values.numpy() == series).all()),
    }


def _leaks(kinds: list[str], change: str = "", **_: Any) -> Question:
    found = {
        "": [bool(FAR[kind] or NEAR[kind]) for kind in kinds],
        "far": [bool(FAR[kind]) for kind in kinds],
        "near": [bool(NEAR[kind]) for kind in kinds],
        "past": [True for _ in kinds],
        "none": [False for _ in kinds],
    }
    return {
        "leaks": found.get(change, found[""]),
        "unchanged": change != "spoilt",
    }


LEAKS = Exercise(
    key="6.4",
    section="06_forecasting#nothing-leaks-a-test",
    hints=(
        "What may never change, whatever the future brings?",
        "Fit, alter all of the future, fit again, compare. The cut is the "
        "first hour of the future.",
        "Work on a copy, so that the series stays as it is; replace every "
        "hour from the cut to the end by other values; a leak is a number "
        "that differs.",
    ),
    ask=_ask_leaks,
    use=_use_leaks,
    expected=_leaks,
    mistakes=(
        Mistake(
            "spoilt",
            "after your test the series holds other values than before",
            changed(_leaks, "spoilt"),
        ),
        Mistake(
            "past altered",
            "you also altered what may be known, so that everything differs",
            changed(_leaks, "past"),
        ),
        Mistake(
            "nothing altered",
            "no leak is ever found: does the second fit see another future?",
            changed(_leaks, "none"),
        ),
        Mistake(
            "only far",
            "leaks of the first hours after the cut are not found",
            changed(_leaks, "far"),
        ),
        Mistake(
            "only near",
            "leaks from far behind the cut are not found",
            changed(_leaks, "near"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        ORIGINS,
        WINDOWS,
        NAIVE,
        LEAKS,
        FREE,
        QUANTILE,
        INTERVAL,
        PROJECT,
    )
}
