"""The quantile loss."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    levels = np.sort(rng.uniform(0.02, 0.98, size=int(rng.integers(2, 5))))
    levels[0] = rng.uniform(0.02, 0.3)
    return {
        "preds": rng.normal(size=(6, 4, len(levels))),
        "targets": rng.normal(0.5, 1, size=(6, 4)),
        "levels": levels,
    }


def _expected(preds: Array, targets: Array, levels: Array) -> float:
    low = targets[:, :, None] - preds
    charged = np.where(low > 0, levels * low, (levels - 1) * low)
    return float(charged.mean())


QUANTILE = "torch.maximum(levels * low, (levels - 1) * low).mean()"

EXERCISE = Exercise(
    section="how-sure-intervals",
    hints=(
        "For the level 0.95, what should be dear: too low, or too high?",
        "Too low is charged the level for each kW, too high one minus the "
        "level; no charge is ever below zero.",
        "The gap is target minus forecast, with a last dimension for the "
        "levels; the larger of two products is the charge; take the mean.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "too low and too high are charged the wrong way round",
            ("targets.unsqueeze(2) - preds", "preds - targets.unsqueeze(2)"),
        ),
        Mistake(
            "all levels are charged alike, so all would learn the median",
            (QUANTILE, "low.abs().mean()"),
        ),
        Mistake(
            "a forecast that is too high is paid for, not charged",
            (
                QUANTILE,
                "torch.where(low > 0, levels * low, (1 - levels) * low).mean()",
            ),
        ),
        Mistake(
            "take the mean over rows, hours and levels", (".mean()", ".sum()")
        ),
        Mistake(
            "the charge is for each kW; squares lead to means, not quantiles",
            (
                QUANTILE,
                "torch.maximum(levels * (low * low.abs()), (levels - 1) "
                "* (low * low.abs())).mean()",
            ),
        ),
    ),
)
