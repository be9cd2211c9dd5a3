"""Project: weigh a rodent without a scale."""

from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

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


def _ask(rng: np.random.Generator) -> Question:
    sizes = weighed()[2]
    return {
        "columns": rng.permutation(len(sizes)),
        "codes": [rng.permutation(size) for size in sizes],
        "unit": float(rng.uniform(10, 100)),
        "seed": int(rng.integers(10**6)),
    }


def _use(
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


BRIEF = ("range(8)", "range(1)")

EXERCISE = Exercise(
    section="the-second-question-how-much-do-they-earn",
    hints=(
        "In which unit does the network answer, and on which scale does it "
        "learn best?",
        "Fill the gaps inside the model, so that new rows go the same way; "
        "learn standardised logarithms, and turn the answers back.",
        "An embedding for each category, one hidden layer of sixty-four, a "
        "few epochs of Adam in batches of 256; then times the deviation, plus "
        "the mean, and the exponential.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give one weight a row: (batch,)",
            (".exp()\n\n", ".exp()[:, None]\n\n", *BRIEF),
            shows=_wrong_shape,
        ),
        Mistake(
            "some answers are nan: what does your model do with a gap?",
            ("x_num.nan_to_num(0)", "x_num", *BRIEF),
            shows=lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "the answers are logarithms of weights, not weights",
            ("self.mean).exp()", "self.mean)"),
            shows=_logarithm,
        ),
        Mistake(
            "the answers are still on the standardised scale",
            (
                "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
                "self.scores(x_num, x_cat)",
            ),
            shows=_standardised,
        ),
        Mistake(
            "that is hardly better than the median of all rodents",
            (
                "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
                "(self.scores(x_num, x_cat) * 0 + self.mean).exp()",
                *BRIEF,
            ),
            shows=lambda reply, unit, **_: (
                _mae(reply, unit) > 0.85 * _errors()[1]
            ),
        ),
        Mistake(
            "it has learned, but hardly more than ridge regression on the "
            "logarithms",
            ("nn.ReLU()", "nn.Identity()"),
            shows=lambda reply, unit, **_: (
                _mae(reply, unit) > 0.98 * _errors()[0]
            ),
        ),
    ),
    rounds=1,
)
