"""Is forecast A better than B."""

from functools import cache
from itertools import product
from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

ENDS = [0.025, 0.975]


def _ask(rng: np.random.Generator) -> Question:
    """Draw hours for which a few thousand draws settle both ends."""
    while True:
        question = _six_weeks(rng)
        gap, weeks = question["a"] - question["b"], question["weeks"]
        means, weekly = (_drawn_weeks(gap, weeks, by) for by in (False, True))
        ends = np.quantile(means, ENDS)
        unsure = np.quantile(means, [[0.018, 0.968], [0.032, 0.982]]) - ends
        off = np.quantile(weekly, ENDS) - ends
        if abs(unsure).max() < 0.25 and abs(off).max() > 0.7:
            return question


def _six_weeks(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([20, 25, 30, 40, 60, 90])
    weeks = np.repeat(rng.permutation(50)[:6], sizes)
    gap = np.repeat(rng.permutation([-1.5, -0.9, -0.3, 0.4, 0.9, 1.4]), sizes)
    common = np.repeat(rng.uniform(2, 14, size=6), sizes)
    gap = gap + 0.3 * rng.normal(size=len(weeks))
    gap = gap / _drawn_weeks(gap, weeks).std() * rng.uniform(0.7, 1.4)
    gap = gap + rng.uniform(-2, 2)
    b = 10 + common + rng.random(len(weeks))
    order = rng.permutation(len(weeks))
    return {"a": (b + gap)[order], "b": b[order], "weeks": weeks[order]}


def _use(answer: Any, a: Array, b: Array, weeks: Array) -> Any:
    ends = answer(*(to_tensor(values) for values in (a, b, weeks)))
    return [float(end) for end in given(ends)]


@cache
def _times_drawn() -> Array:
    """Return how often each week comes, for all ways to draw six of six."""
    draws = np.array(list(product(range(6), repeat=6)))
    times: Array = (draws[:, :, None] == np.arange(6)).sum(1).astype(float)
    return times


def _drawn_weeks(values: Array, weeks: Array, equal: bool = False) -> Array:
    """Return the mean of values for all ways to draw six weeks of six.

    With `equal` each week counts the same, however many hours it has.
    """
    rows = weeks == np.unique(weeks)[:, None]
    sums, sizes = rows @ values, rows.sum(1).astype(float)
    if equal:
        sums, sizes = sums / sizes, np.ones(6)
    times = _times_drawn()
    means: Array = (times @ sums) / (times @ sizes)
    return means


def _expected(a: Array, b: Array, weeks: Array) -> list[float]:
    return [float(end) for end in np.quantile(_drawn_weeks(a - b, weeks), ENDS)]


DRAWN = "    means = []\n"

EXERCISE = Exercise(
    section="rows-that-belong-together-the-group-bootstrap",
    hints=(
        "What is independent here: an hour, or a week?",
        "Draw whole weeks with replacement, as many as there are, and take "
        "both forecasts on the very same hours.",
        "Put the hours of the drawn weeks together, take the mean of a minus "
        "b over them, repeat often, and cut off 2.5 % at each end.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "single hours are drawn again, as if each stood alone",
            (
                DRAWN,
                "    gaps = [gap[None] for gap in a - b]\n    means = []\n",
            ),
        ),
        Mistake(
            "a and b are scored on different weeks: what makes a week hard for "
            "both no longer cancels",
            (
                "    means = []\n"
                "    for _ in range(4000):\n"
                "        drawn = torch.randint(len(gaps), "
                "(len(gaps),)).tolist()\n"
                "        means.append(torch.cat([gaps[k] for k in "
                "drawn]).mean())\n",
                "    one, two = ([x[weeks == week] for week in "
                "weeks.unique()] for x in (a, b))\n"
                "    means = []\n"
                "    for _ in range(4000):\n"
                "        drawn = torch.randint(len(gaps), (2, "
                "len(gaps))).tolist()\n"
                "        left = torch.cat([one[k] for k in "
                "drawn[0]]).mean()\n"
                "        right = torch.cat([two[k] for k in "
                "drawn[1]]).mean()\n"
                "        means.append(left - right)\n",
            ),
        ),
        Mistake(
            "a short week counts as much as a long one; every hour should "
            "count the same",
            (
                "torch.cat([gaps[k] for k in drawn])",
                "torch.stack([gaps[k].mean() for k in drawn])",
            ),
        ),
        Mistake(
            "the sign is wrong: it should be below zero where a errs less",
            ("(a - b)", "(b - a)"),
        ),
    ),
    rtol=0,
    atol=0.3,
)
