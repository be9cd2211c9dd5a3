"""A promise, and whether it held."""

from typing import Any

import numpy as np

from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    spread = 1 + np.arange(4.0)
    parts = {}
    for name, rows in (("valid", 60), ("test", 40)):
        preds = 10 * rng.normal(size=(rows, 4))
        noise = rng.exponential(size=(rows, 4)) * spread
        parts[f"{name}_preds"] = preds
        parts[f"{name}_truth"] = preds + noise * rng.uniform(0.8, 1.5)
    return {**parts, "share": float(rng.choice([0.5, 0.6, 0.7, 0.8]))}


def _expected(**q: Any) -> Question:
    residuals = q["valid_truth"] - q["valid_preds"]
    tail = (1 - q["share"]) / 2
    low, high = np.quantile(residuals, [tail, 1 - tail], axis=0)
    truth, preds = q["test_truth"], q["test_preds"]
    inside = (preds + low <= truth) & (truth <= preds + high)
    return {
        "low": preds + low,
        "high": preds + high,
        "coverage": float(inside.mean()),
    }


EXERCISE = Exercise(
    section="how-sure-intervals",
    hints=(
        "Is an hour ahead as uncertain as a day ahead?",
        "For each hour ahead, cut off the same share of the residuals at "
        "either end; a promise is counted where it was not made.",
        "Truth minus forecast on the validation rows, two quantiles for each "
        "column, added to the test forecasts; then the share of the test "
        "truth inside.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "residuals are truth minus forecast; yours point the other way",
            ("valid_truth - valid_preds", "valid_preds - valid_truth"),
        ),
        Mistake(
            "all hours ahead have the same width: far ones are less certain",
            (", dim=0)", ")"),
        ),
        Mistake(
            "too much is cut off: the rest is shared by two ends",
            ("(1 - share) / 2", "1 - share"),
        ),
        Mistake(
            "the coverage is that of the rows that the interval was made from",
            (
                "(low <= test_truth) & (test_truth <= high)",
                "(residuals.quantile(tail, dim=0) <= residuals) & "
                "(residuals <= residuals.quantile(1 - tail, dim=0))",
            ),
        ),
        Mistake(
            "these errors are lopsided: the ends are not equally far away",
            (
                "    inside",
                "    reach = residuals.abs().quantile(share, dim=0)\n"
                "    low, high = test_preds - reach, test_preds + reach\n"
                "    inside",
            ),
        ),
    ),
)
