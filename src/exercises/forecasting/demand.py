"""Windows of the demand for electricity, and what simple forecasts reach."""

from functools import cache

import numpy as np

from grading.exercise import Array

CHANGED_CLOCKS = "2012-03-25 2012-10-28 2013-03-31 2013-10-27"
CHANGED_CLOCKS += " 2014-03-30 2014-10-26"


@cache
def demand() -> tuple[list[Array], list[Array]]:
    """Return past, calendar and future at hours to learn from, and after."""
    from helpers.data import electricity

    parts = electricity()
    hours = np.concatenate(
        [np.array(p["timestamp"][:], "datetime64[h]") for p in parts.values()]
    )
    load = np.concatenate([p["load_kw"][:] for p in parts.values()])
    for day in CHANGED_CLOCKS.split():
        place = int(np.flatnonzero(hours == np.datetime64(f"{day}T01"))[0])
        load[place] = load[place] / 2 if "-10-" in day else load[place - 168]
    number = hours.astype(int)
    turn = 2 * np.pi * number / 24
    weekdays = np.eye(7)[(number // 24 + 3) % 7]
    known = np.column_stack([np.sin(turn), np.cos(turn), weekdays])
    cut = len(load) - len(parts["test"])
    found = []
    for first, end in ((168, cut), (cut, len(load))):
        at = np.arange(first, end - 23, 3)[:, None]
        past, future = load[at + np.arange(-168, 0)], load[at + np.arange(24)]
        found.append([past, known[at[:, 0]], future])
    return found[0], found[1]


def rmse(reply: Array, unit: float, offset: float) -> float:
    """Return the error in kW of answers in another unit."""
    gaps = (reply - offset) / unit - demand()[1][2]
    return float((gaps**2).mean() ** 0.5)


@cache
def baselines() -> tuple[float, float]:
    """Return the RMSE in kW of the same hour yesterday, and of ridge."""
    from sklearn.linear_model import Ridge

    learn, ask = demand()
    rows = [np.hstack([part[0] / 1000, part[1]]) for part in (learn, ask)]
    ridge = Ridge().fit(rows[0], learn[2]).predict(rows[1])
    return rmse(ask[0][:, -24:], 1, 0), rmse(ridge, 1, 0)
