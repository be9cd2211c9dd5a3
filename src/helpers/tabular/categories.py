"""Numbers the levels of categorical columns, for ``nn.Embedding``.

Two numbers are reserved in every column: one for levels that training did not
know, and one for values that are missing.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from helpers.options import whole_number

UNSEEN = 0
MISSING = 1
RESERVED = ("(unseen or rare)", "(missing)")


class CategoryCoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn each categorical column into whole numbers.

    Levels are numbered from 2 on, in alphabetical order. Number 1 is a
    missing value, number 0 every level that ``fit`` did not see, or saw less
    than ``min_count`` times: so the vector of number 0 is trained too.

    A level is known by its text, and a whole number by its text without a
    point: 3 and 3.0 are one level, since pandas turns the numbers of a column
    into floats as soon as one is missing. An empty text is a level of its own.

    Parameters
    ----------
    min_count
        How many training rows a level needs to get a number of its own.

    Attributes
    ----------
    levels_
        The levels of each column that have a number, by the column's name,
        which may be a text, a number or a tuple.

    Examples
    --------
    >>> coder = CategoryCoder().fit(pd.DataFrame({"sex": ["F", "M", None]}))
    >>> coder.transform(pd.DataFrame({"sex": ["M", None, "unknown"]})).tolist()
    [[3], [1], [0]]
    """

    def __init__(self, min_count: int = 1) -> None:
        self.min_count = min_count

    def fit(self, frame: pd.DataFrame, y: object = None) -> Self:
        """Learn the levels of the training rows; ``y`` is not used.

        Raises
        ------
        TypeError
            If ``frame`` is no table of pandas.
        ValueError
            If ``min_count`` is below 1, there are no rows or no columns, or
            two columns have one name.
        """
        least = whole_number("min_count", self.min_count)
        _check_table(frame)
        if frame.size == 0:
            raise ValueError(
                f"no rows to learn the levels from, or no columns: the table "
                f"is {frame.shape}"
            )
        self.levels_: dict[Hashable, list[str]] = {}
        for name, column in frame.items():
            counts = Counter(_words(column))
            self.levels_[name] = sorted(
                word
                for word, count in counts.items()
                if word is not None and count >= least
            )
        return self

    def transform(self, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Return the numbers, ``(rows, columns)``.

        Raises
        ------
        TypeError
            If ``frame`` is no table of pandas.
        ValueError
            If the columns are not those of ``fit``, in the same order.
        """
        check_is_fitted(self)
        _check_table(frame)
        if list(frame) != list(self.levels_):
            raise ValueError(
                f"fitted on the columns {list(self.levels_)}, got "
                f"{list(frame)}; select the same columns in the same order"
            )
        columns = [
            _codes(_words(column), self.levels_[name])
            for name, column in frame.items()
        ]
        return np.stack(columns, axis=1)

    @property
    def sizes(self) -> list[int]:
        """How many numbers each column has, for ``nn.Embedding(size, dim)``."""
        return [len(RESERVED) + len(seen) for seen in self.levels_.values()]

    def names(self, column: Hashable) -> list[str]:
        """Return what each number of a column stands for, from 0 on."""
        return [*RESERVED, *self.levels_[column]]


def _check_table(frame: object) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"a CategoryCoder takes a pandas DataFrame, got "
            f"{type(frame).__name__}; make one with pd.DataFrame(...), or "
            "frame[[name]] of a single column"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise ValueError(
            f"two columns are called {twice[0]!r}; rename one of them"
        )


def _codes(
    words: Sequence[str | None], levels: Sequence[str]
) -> npt.NDArray[np.int64]:
    numbers = {level: code for code, level in enumerate(levels, start=2)}
    codes = [
        MISSING if word is None else numbers.get(word, UNSEEN) for word in words
    ]
    return np.array(codes, dtype=np.int64)


def _words(column: "pd.Series[Any]") -> list[str | None]:
    """Return the text of each value; ``None`` where it is missing."""
    values = column.to_numpy()
    if values.dtype.kind != "f":  # else 0.1 in float32 would be 0.10000000149
        values = column.astype(object).to_numpy()
    pairs = zip(values, column.isna(), strict=True)
    return [None if missing else _word(value) for value, missing in pairs]


def _word(value: object) -> str:
    """Return the text of a value, whatever type its column happens to have."""
    if isinstance(value, str):  # nearly all of them
        return value
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)
