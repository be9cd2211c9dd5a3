"""Further than a season."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    season = int(rng.integers(5, 9))
    horizon = 2 * season + int(rng.integers(1, season))
    return {
        "series": np.cumsum(rng.normal(size=90)),
        "origins": rng.permutation(np.arange(30, 60))[:8],
        "season": season,
        "horizon": horizon,
    }


def _expected(
    series: Array, origins: Array, season: int, horizon: int
) -> Array:
    rows = []
    for origin in origins:
        back = [season - k % season for k in range(horizon)]
        rows.append([series[origin - hours] for hours in back])
    return np.array(rows)


EXERCISE = Exercise(
    section="baselines-first",
    hints=(
        "What is known of the same hour yesterday, 30 hours ahead?",
        "Beyond one season, the same hour of the season before is not known "
        "yet: the last known season comes again.",
        "Take the last season before the origin, and repeat it until the "
        "horizon is full.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "beyond one season it reads hours that come after the origin",
            ("torch.arange(horizon) % season", "torch.arange(horizon)"),
        ),
        Mistake(
            "it repeats the last hour, not the last season",
            (
                "origins[:, None] - season + ahead",
                "origins[:, None] - 1 + 0 * ahead",
            ),
        ),
        Mistake(
            "it is an hour off: each hour is like the one a whole season "
            "before",
            (
                "torch.arange(horizon) % season",
                "torch.arange(1, horizon + 1) % season",
            ),
        ),
        Mistake(
            "it repeats older seasons although a newer one is known",
            ("- season + ahead", "- 3 * season + torch.arange(horizon)"),
        ),
    ),
)
