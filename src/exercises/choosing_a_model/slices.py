"""The weakest slice, seen twice."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    while True:
        slices = int(rng.integers(5, 9))
        sizes = rng.integers(15, 120, size=slices)
        question: Question = {}
        for name in ("valid", "test"):
            part = rng.permutation(np.repeat(np.arange(slices), sizes))
            skill = rng.uniform(0.6, 0.95, size=slices)[part]
            question[f"{name}_right"] = rng.random(len(part)) < skill
            question[f"{name}_slice"] = part
        rates = [_rates(question, name) for name in ("valid", "test")]
        count = ((1 - rates[0]) * sizes).argmax()
        low = [int(rate.argmin()) for rate in rates]
        gaps = [np.diff(np.sort(rate)[:2])[0] for rate in rates]
        if len({*low, int(count)}) == 3 and min(gaps) > 0.01:
            return question


def _rates(question: Question, name: str) -> Array:
    """Return the accuracy of each slice."""
    right, part = question[f"{name}_right"], question[f"{name}_slice"]
    return np.bincount(part, right) / np.bincount(part)


def _expected(**question: Array) -> list[float]:
    worst = int(_rates(question, "valid").argmin())
    return [worst, float(_rates(question, "test")[worst])]


EXERCISE = Exercise(
    section="errors-by-slice",
    hints=(
        "One slice is always the lowest. Which rows may name it?",
        "The slice is named by the validation split; its fair accuracy comes "
        "from rows that did not name it.",
        "Accuracy of each slice on validation, the lowest of them, and then "
        "the accuracy of that slice on the test split.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the accuracy comes from the rows that named the slice, so it is "
            "too low",
            (
                "test_right[test_slice == worst]",
                "valid_right[valid_slice == worst]",
            ),
        ),
        Mistake(
            "the test split names the slice",
            (
                "valid_right[valid_slice == k]",
                "test_right[test_slice == k]",
            ),
        ),
        Mistake(
            "the slice with the most errors is not the one with the lowest "
            "accuracy: slices have different sizes",
            (
                "valid_right[valid_slice == k].float().mean()",
                "-(~valid_right[valid_slice == k]).float().sum()",
            ),
        ),
        Mistake(
            "that is the slice with the highest accuracy",
            ("argmin()", "argmax()"),
        ),
    ),
)
