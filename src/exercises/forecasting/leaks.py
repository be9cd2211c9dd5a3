"""A test for leaks."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

FAR = {"past": 0, "spread": 0, "near": 0, "across": 0, "all": 1, "end": 1}
NEAR = {"past": 0, "spread": 0, "near": 1, "across": 1, "all": 1, "end": 0}


def _ask(rng: np.random.Generator) -> Question:
    kinds = [*FAR, str(rng.choice(list(FAR)))]
    return {
        "kinds": [kinds[n] for n in rng.permutation(len(kinds))],
        "series": rng.normal(size=60).astype(np.float32),
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


def _use(answer: Any, kinds: list[str], series: Array, cut: int) -> Any:
    values = to_tensor(series)
    found = [bool(given(answer(_fit(kind), values, cut))) for kind in kinds]
    return {
        "leaks": found,
        "unchanged": bool((values.numpy() == series).all()),
    }


def _expected(kinds: list[str], **_: Any) -> Question:
    leaks = [bool(FAR[kind] or NEAR[kind]) for kind in kinds]
    return {"leaks": leaks, "unchanged": True}


EXERCISE = Exercise(
    section="nothing-leaks-a-test",
    hints=(
        "What may never change, whatever the future brings?",
        "Fit, alter all of the future, fit again, compare. The cut is the "
        "first hour of the future.",
        "Work on a copy, so that the series stays as it is; replace every "
        "hour from the cut to the end by other values; a leak is a number "
        "that differs.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "after your test the series holds other values than before",
            ("series.clone()", "series"),
        ),
        Mistake(
            "you also altered what may be known, so that everything differs",
            ("    return", "    other = 2 * other\n    return"),
        ),
        Mistake(
            "no leak is ever found: does the second fit see another future?",
            ("other[cut:]", "other[:0]"),
        ),
        Mistake(
            "leaks of the first hours after the cut are not found",
            ("other[cut:]", "other[-1:]"),
        ),
        Mistake(
            "leaks from far behind the cut are not found",
            ("other[cut:]", "other[cut : cut + 1]"),
        ),
    ),
)
