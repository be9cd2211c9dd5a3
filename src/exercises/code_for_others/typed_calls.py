"""Calls with the type of a value and that of a parameter, in any order."""

import numpy as np

from grading.exercise import Question

TYPES = ("Metres", "Feet", "Seconds", "Grams", "Pounds", "Watts", "Volts")
CALLS = (
    ("{a}", "float"),
    ("float", "{a}"),
    ("{a}", "{b}"),
    ("{c}", "float"),
    ("{c}", "{a}"),
    ("{a}", "{c}"),
    ("float", "float | None"),
    ("float | None", "float"),
    ("None", "float"),
    ("{c} | None", "None | float"),
    ("str | float", "float"),
    ("{a} | {b}", "str | float"),
    ("Any", "{b}"),
    ("{b}", "Any"),
)


def ask(rng: np.random.Generator) -> Question:
    """Draw names for the types, numbers for the calls, and an order."""
    words = dict(zip("abc", rng.permutation(TYPES)[:3].tolist(), strict=True))
    a, b, c = words.values()
    pairs = [tuple(t.format(**words) for t in pair) for pair in CALLS]
    numbers = rng.choice(np.arange(10, 100), size=len(CALLS), replace=False)
    order = rng.permutation(len(CALLS))
    calls = [[f"call_{numbers[place]}", *pairs[place]] for place in order]
    return {"calls": calls, "bases": {c: a, a: "float", b: "float"}}
