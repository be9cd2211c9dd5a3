"""Rodents' weights with numbers and codes, and what simple models reach."""

from functools import cache
from typing import Any

import numpy as np

from grading.exercise import Array

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


@cache
def simple_errors() -> tuple[float, float]:
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
    return mae(ridge, 1), mae(np.median(train[2]), 1)


def mae(reply: Any, unit: float) -> float:
    """Return the mean absolute error in grams on the test rows."""
    return float(abs(reply / unit - weighed()[1][2]).mean())
