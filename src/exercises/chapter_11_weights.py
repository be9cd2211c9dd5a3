"""Chapter 11, second half: a fair race, and a project on weights of rodents.

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

# 11.6: a fair race


def _ask_race(rng: np.random.Generator) -> Question:
    changes = ("", "no clock", "count", "test")
    while True:
        question: Question = {
            "a": _tries(rng, 30, 4.0),
            "b": _tries(rng, 12, 9.0),
            "seconds": float(rng.uniform(45, 60)),
        }
        gaps = [_race(**question, change=name) for name in changes]
        if (
            min(abs(np.subtract.outer(gaps, gaps))[np.triu_indices(4, 1)])
            > 0.002
        ):
            return question


def _tries(rng: np.random.Generator, count: int, slow: float) -> Array:
    """Return seconds, validation and test scores of tried settings."""
    skill = rng.normal(0.8, 0.02, size=count)
    seconds = slow * rng.uniform(0.5, 1.5, size=count)
    scores = [skill + rng.normal(0, 0.01, size=count) for _ in range(2)]
    return np.column_stack([seconds, *scores])


def _race(a: Array, b: Array, seconds: float, change: str = "") -> float:
    best = []
    fewest = min(int((m[:, 0].cumsum() <= seconds).sum()) for m in (a, b))
    for tries in (a, b):
        done = tries[tries[:, 0].cumsum() <= seconds]
        if change == "no clock":
            done = tries
        if change == "count":
            done = tries[:fewest]
        row = done[done[:, 2 if change == "test" else 1].argmax()]
        best.append(row[1 if change == "valid" else 2])
    return float(best[0] - best[1])


RACE = Exercise(
    key="11.6",
    section="11_tabular_more#a-fair-race-with-boosted-trees",
    hints=(
        "What must be the same for both: the number of tries?",
        "Add up the seconds of the tries in their order; the validation score "
        "chooses among those that ended in time.",
        "Running sums of the first column, only rows at or below the limit, "
        "the row with the best second column, its third; then a minus b.",
    ),
    ask=_ask_race,
    expected=_race,
    mistakes=(
        Mistake(
            "no clock",
            "tries count that ended after the time was up",
            changed(_race, "no clock"),
        ),
        Mistake(
            "same count",
            "both have the same number of tries, but not the same time",
            changed(_race, "count"),
        ),
        Mistake(
            "chosen on test",
            "the test scores chose the settings",
            changed(_race, "test"),
        ),
        Mistake(
            "validation gap",
            "you compare the scores that made the choice",
            changed(_race, "valid"),
        ),
    ),
)

# 11.7: a small project

NUMBERS = ["hindfoot_length", "date", "day of year"]
CATEGORIES = ["sex", "plot_type"]


@cache
def weighed() -> tuple[list[Array], list[Array], list[int]]:
    """Return numbers, codes and weights of two parts, and the sizes."""
    from helpers.data import rodents
    from helpers.tabular import CategoryCoder

    parts, tables = rodents(), []
    frames = [parts[name].to_pandas() for name in ("train", "test")]
    for frame in frames:
        frame["day of year"] = 30.4 * (frame["month"] - 1) + frame["day"]
        frame["date"] = frame["year"] + frame["day of year"] / 366
    frames = [frame[frame["weight"].notna()] for frame in frames]
    train = frames[0]
    coder = CategoryCoder(min_count=10).fit(train[CATEGORIES].astype("string"))
    for frame in frames:
        x_num = (frame[NUMBERS] - train[NUMBERS].mean()) / train[NUMBERS].std()
        codes = coder.transform(frame[CATEGORIES].astype("string"))
        weights = frame["weight"].to_numpy("float32")
        tables.append([x_num.to_numpy("float32"), codes, weights])
    return tables[0], tables[1], coder.sizes


def _ask_project(rng: np.random.Generator) -> Question:
    sizes = weighed()[2]
    return {
        "columns": rng.permutation(len(sizes)),
        "codes": [rng.permutation(size) for size in sizes],
        "unit": float(rng.uniform(10, 100)),
        "seed": int(rng.integers(10**6)),
    }


def _use_project(
    answer: Any, columns: Array, codes: list[Array], unit: float, seed: int
) -> Any:
    import torch

    def renamed(part: list[Array]) -> list[Any]:
        x_num, x_cat, _ = part
        levels = [codes[k][x_cat[:, k]] for k in columns]
        return [to_tensor(x_num), to_tensor(np.stack(levels, 1))]

    train, test, sizes = weighed()
    y = to_tensor(train[2] * np.float32(unit))
    torch.manual_seed(seed)
    model = given(answer(*renamed(train), [sizes[k] for k in columns], y))
    return to_plain(given(model(*renamed(test))))


@cache
def _errors() -> tuple[float, float]:
    """Return the MAE in grams of ridge regression, and of the median."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import Ridge

    train, test, sizes = weighed()
    filler = SimpleImputer(strategy="median", add_indicator=True).fit(train[0])
    rows = [
        np.hstack(
            [
                filler.transform(x),
                *(np.eye(n)[c[:, k]] for k, n in enumerate(sizes)),
            ]
        )
        for x, c, _ in (train, test)
    ]
    ridge = np.exp(Ridge().fit(rows[0], np.log(train[2])).predict(rows[1]))
    return _mae(ridge, 1), _mae(np.median(train[2]), 1)


def _mae(reply: Any, unit: float) -> float:
    return float(abs(reply / unit - weighed()[1][2]).mean())


def _wrong_shape(reply: Any, **_: Any) -> bool:
    rows = len(weighed()[1][2])
    return not has_shape(reply, rows)


def _logarithm(reply: Array, unit: float, **_: Any) -> bool:
    turned = _mae(np.exp(reply.clip(max=20).astype(float)), unit)
    return turned < min(0.8 * _errors()[1], _mae(reply, unit))


def _standardised(reply: Array, unit: float, **_: Any) -> bool:
    truth = weighed()[1][2] * unit
    alike = np.ptp(reply) > 0 and np.corrcoef(reply, truth)[0, 1] > 0.5
    return bool(alike and abs(reply.mean()) < 0.3 * truth.mean())


PROJECT = Exercise(
    key="11.7",
    section="11_tabular_more#the-second-question-how-much-do-they-earn",
    hints=(
        "In which unit does the network answer, and on which scale does it "
        "learn best?",
        "Fill the gaps inside the model, so that new rows go the same way; "
        "learn standardised logarithms, and turn the answers back.",
        "An embedding for each category, one hidden layer of sixty-four, a "
        "few epochs of Adam in batches of 256; then times the deviation, plus "
        "the mean, and the exponential.",
    ),
    ask=_ask_project,
    use=_use_project,
    mistakes=(
        Mistake(
            "shape",
            "the model must give one weight a row: (batch,)",
            _wrong_shape,
        ),
        Mistake(
            "gaps",
            "some answers are nan: what does your model do with a gap?",
            lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "logarithm",
            "the answers are logarithms of weights, not weights",
            _logarithm,
        ),
        Mistake(
            "standardised",
            "the answers are still on the standardised scale",
            _standardised,
        ),
        Mistake(
            "the middle",
            "that is hardly better than the median of all rodents",
            lambda reply, unit, **_: _mae(reply, unit) > 0.85 * _errors()[1],
        ),
        Mistake(
            "baseline",
            "it has learned, but hardly more than ridge regression on the "
            "logarithms",
            lambda reply, unit, **_: _mae(reply, unit) > 0.98 * _errors()[0],
        ),
    ),
    rounds=1,
)
