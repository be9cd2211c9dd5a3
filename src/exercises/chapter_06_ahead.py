"""Chapter 6, second half: free running, quantiles, intervals, a project.

The references are written in NumPy, or are scikit-learn's.
"""

from functools import cache
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 6.5: a planted bug: the decoder is fed with the truth


def _ask_free(rng: np.random.Generator) -> Question:
    rows, hours = int(rng.integers(5, 9)), int(rng.integers(4, 8))
    return {
        "weights": rng.normal(0, 0.7, size=3),
        "last": rng.normal(size=rows),
        "state": rng.normal(size=rows),
        "future": 2 * rng.normal(size=(rows, hours)),
    }


def _use_free(answer: Any, weights: Array, **question: Array) -> Any:
    import torch

    def cell(value: Any, state: Any) -> tuple[Any, Any]:
        state = torch.tanh(
            float(weights[0]) * state + float(weights[1]) * value
        )
        return value + float(weights[2]) * state, state

    values = [to_tensor(part) for part in question.values()]
    return to_plain(given(answer(cell, *values)))


def _free(
    weights: Array,
    last: Array,
    state: Array,
    future: Array,
    change: str = "",
) -> Array:
    value, now, squares = last, state, []
    for hour in future.T:
        if change == "state":
            now = state
        now = np.tanh(weights[0] * now + weights[1] * value)
        value = value + weights[2] * now
        squares.append(((value - hour) ** 2).mean())
        value = {"truth": hour, "last": last}.get(change, value)
    if change == "one number":
        return np.array(np.mean(squares) ** 0.5)
    return np.array(squares) if change == "squared" else np.sqrt(squares)


FREE = Exercise(
    key="6.5",
    section="06_forecasting#encoder-and-decoder-one-hour-after-another",
    hints=(
        "Which of the values would be known if this were today?",
        "A forecast is free running: each hour starts from what the cell said "
        "for the hour before.",
        "Hand the cell its own last value and state, and look at the future "
        "only to measure the error.",
    ),
    ask=_ask_free,
    use=_use_free,
    expected=_free,
    mistakes=(
        Mistake(
            "fed with truth",
            "each step still gets the true hour before: nobody knows it yet",
            changed(_free, "truth"),
        ),
        Mistake(
            "last again",
            "each step gets the last known value, however far ahead it is",
            changed(_free, "last"),
        ),
        Mistake(
            "state lost",
            "each step starts from the first state: what the cell remembers "
            "is lost",
            changed(_free, "state"),
        ),
        Mistake(
            "one number",
            "one number for all hours hides how the error grows",
            changed(_free, "one number"),
        ),
        Mistake(
            "squared",
            "the errors are in the square of the unit",
            changed(_free, "squared"),
        ),
    ),
)

# 6.6: the quantile loss


def _ask_quantile(rng: np.random.Generator) -> Question:
    levels = np.sort(rng.uniform(0.02, 0.98, size=int(rng.integers(2, 5))))
    levels[0] = rng.uniform(0.02, 0.3)
    return {
        "preds": rng.normal(size=(6, 4, len(levels))),
        "targets": rng.normal(0.5, 1, size=(6, 4)),
        "levels": levels,
    }


def _quantile(
    preds: Array, targets: Array, levels: Array, change: str = ""
) -> float:
    low = targets[:, :, None] - preds
    if change == "turned":
        low = -low
    if change == "absolute":
        return float(abs(low).mean())
    if change == "squared":
        low = low * abs(low)
    charged = np.where(low > 0, levels * low, (levels - 1) * low)
    if change == "negative":
        charged = np.where(low > 0, levels * low, (1 - levels) * low)
    return float(charged.sum() if change == "sum" else charged.mean())


QUANTILE = Exercise(
    key="6.6",
    section="06_forecasting#how-sure-intervals",
    hints=(
        "For the level 0.95, what should be dear: too low, or too high?",
        "Too low is charged the level for each kW, too high one minus the "
        "level; no charge is ever below zero.",
        "The gap is target minus forecast, with a last dimension for the "
        "levels; the larger of two products is the charge; take the mean.",
    ),
    ask=_ask_quantile,
    expected=_quantile,
    mistakes=(
        Mistake(
            "turned round",
            "too low and too high are charged the wrong way round",
            changed(_quantile, "turned"),
        ),
        Mistake(
            "absolute",
            "all levels are charged alike, so all would learn the median",
            changed(_quantile, "absolute"),
        ),
        Mistake(
            "negative",
            "a forecast that is too high is paid for, not charged",
            changed(_quantile, "negative"),
        ),
        Mistake(
            "sum",
            "take the mean over rows, hours and levels",
            changed(_quantile, "sum"),
        ),
        Mistake(
            "squared",
            "the charge is for each kW; squares lead to means, not quantiles",
            changed(_quantile, "squared"),
        ),
    ),
)

# 6.7: intervals from residuals


def _ask_interval(rng: np.random.Generator) -> Question:
    spread = 1 + np.arange(4.0)
    parts = {}
    for name, rows in (("valid", 60), ("test", 40)):
        preds = 10 * rng.normal(size=(rows, 4))
        noise = rng.exponential(size=(rows, 4)) * spread
        parts[f"{name}_preds"] = preds
        parts[f"{name}_truth"] = preds + noise * rng.uniform(0.8, 1.5)
    return {**parts, "share": float(rng.choice([0.5, 0.6, 0.7, 0.8]))}


def _interval(change: str = "", **q: Any) -> Question:
    residuals = q["valid_truth"] - q["valid_preds"]
    if change == "sign":
        residuals = -residuals
    tail = (1 - q["share"]) / (1 if change == "one tail" else 2)
    axis = None if change == "pooled" else 0
    low, high = np.quantile(residuals, [tail, 1 - tail], axis=axis)
    if change == "symmetric":
        high = np.quantile(abs(residuals), q["share"], axis=0)
        low = -high
    part = "valid" if change == "valid" else "test"
    truth, preds = q[f"{part}_truth"], q[f"{part}_preds"]
    inside = (preds + low <= truth) & (truth <= preds + high)
    return {
        "low": q["test_preds"] + low,
        "high": q["test_preds"] + high,
        "coverage": float(inside.mean()),
    }


INTERVAL = Exercise(
    key="6.7",
    section="06_forecasting#did-the-intervals-hold",
    hints=(
        "Is an hour ahead as uncertain as a day ahead?",
        "For each hour ahead, cut off the same share of the residuals at "
        "either end; a promise is counted where it was not made.",
        "Truth minus forecast on the validation rows, two quantiles for each "
        "column, added to the test forecasts; then the share of the test "
        "truth inside.",
    ),
    ask=_ask_interval,
    expected=_interval,
    mistakes=(
        Mistake(
            "sign",
            "residuals are truth minus forecast; yours point the other way",
            changed(_interval, "sign"),
        ),
        Mistake(
            "pooled",
            "all hours ahead have the same width: far ones are less certain",
            changed(_interval, "pooled"),
        ),
        Mistake(
            "one tail",
            "too much is cut off: the rest is shared by two ends",
            changed(_interval, "one tail"),
        ),
        Mistake(
            "validation coverage",
            "the coverage is that of the rows that the interval was made from",
            changed(_interval, "valid"),
        ),
        Mistake(
            "symmetric",
            "these errors are lopsided: the ends are not equally far away",
            changed(_interval, "symmetric"),
        ),
    ),
)

# 6.8: a small project

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


def _ask_project(rng: np.random.Generator) -> Question:
    return {
        "unit": float(rng.choice([-1, 1]) * rng.uniform(0.3, 3)),
        "offset": float(rng.uniform(-2000, 2000)),
        "seed": int(rng.integers(10**6)),
    }


def _use_project(answer: Any, unit: float, offset: float, seed: int) -> Any:
    import torch

    learn, ask = demand()
    past, known, future = (to_tensor(part.astype("float32")) for part in learn)
    torch.manual_seed(seed)
    model = given(answer(past * unit + offset, known, future * unit + offset))
    past, known = (to_tensor(part.astype("float32")) for part in ask[:2])
    return to_plain(given(model(past * unit + offset, known)))


def _rmse(reply: Array, unit: float, offset: float) -> float:
    gaps = (reply - offset) / unit - demand()[1][2]
    return float((gaps**2).mean() ** 0.5)


@cache
def _baselines() -> tuple[float, float]:
    """Return the RMSE in kW of the same hour yesterday, and of ridge."""
    from sklearn.linear_model import Ridge

    learn, ask = demand()
    rows = [np.hstack([part[0] / 1000, part[1]]) for part in (learn, ask)]
    ridge = Ridge().fit(rows[0], learn[2]).predict(rows[1])
    return _rmse(ask[0][:, -24:], 1, 0), _rmse(ridge, 1, 0)


def _wrong_shape(reply: Any, **_: Any) -> bool:
    return not has_shape(reply, len(demand()[1][2]), 24)


def _still_scaled(reply: Array, unit: float, offset: float, **_: Any) -> bool:
    """Tell whether the answers are right but for a scale."""
    truth = demand()[1][2].ravel()
    if reply.std() == 0:
        return False
    alike = unit * np.corrcoef(reply.ravel(), truth)[0, 1] / abs(unit)
    far = _rmse(reply, unit, offset) > 3 * _baselines()[0]
    return bool(alike > 0.8 and far)


PROJECT = Exercise(
    key="6.8",
    section="06_forecasting#an-lstm-that-gives-all-24-hours-at-once",
    hints=(
        "What does your model say if it knows nothing: zero, or yesterday?",
        "Scale by what you learn from, forecast the change against the same "
        "hour yesterday, and undo the scale at the end.",
        "One hidden layer that reads the week, less the mean of its last day, "
        "and the calendar; ten epochs in batches of 128, a rate that falls.",
    ),
    ask=_ask_project,
    use=_use_project,
    mistakes=(
        Mistake(
            "shape",
            "the model must give 24 hours a row: (batch, 24)",
            _wrong_shape,
        ),
        Mistake(
            "not finite",
            "there are nan or infinite forecasts",
            lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "still scaled",
            "the forecasts follow the demand, but in another unit than y: was "
            "the scale undone?",
            _still_scaled,
        ),
        Mistake(
            "naive",
            "the same hour yesterday is as good",
            lambda reply, unit, offset, **_: (
                _rmse(reply, unit, offset) >= 0.99 * _baselines()[0]
            ),
        ),
        Mistake(
            "baseline",
            "it beats yesterday, but ridge regression does better",
            lambda reply, unit, offset, **_: (
                _rmse(reply, unit, offset) >= _baselines()[1] - 1
            ),
        ),
    ),
    rounds=1,
)
