"""Numbers the levels of categorical columns, for ``nn.Embedding``.

Two numbers are reserved in every column: one for levels that training did not
know, and one for values that are missing.
"""

from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

UNSEEN = 0
MISSING = 1
RESERVED = ("(unseen or rare)", "(missing)")


class CategoryCoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn each categorical column into whole numbers.

    Levels are numbered from 2 on, in alphabetical order. Number 1 is a
    missing value, number 0 every level that ``fit`` did not see, or saw less
    than ``min_count`` times: so the vector of number 0 is trained too.

    Parameters
    ----------
    min_count
        How many training rows a level needs to get a number of its own.

    Attributes
    ----------
    levels_
        The levels of each column that have a number, by column name.

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
        ValueError
            If ``min_count`` is below 1, or there are no rows.
        """
        if self.min_count < 1:
            raise ValueError(
                f"min_count must be at least 1, got {self.min_count}"
            )
        if len(frame) == 0:
            raise ValueError("no rows to learn the levels from")
        self.levels_: dict[str, list[str]] = {}
        for name in frame:
            counts = _words(frame[name]).value_counts()
            frequent = counts.index[counts >= self.min_count]
            self.levels_[str(name)] = sorted(frequent)
        return self

    def transform(self, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Return the numbers, ``(rows, columns)``.

        Raises
        ------
        ValueError
            If the columns are not those of ``fit``, in the same order.
        """
        if list(frame) != list(self.levels_):
            raise ValueError(
                f"fitted on the columns {list(self.levels_)}, got "
                f"{list(frame)}; select the same columns in the same order"
            )
        columns = [self._codes(frame[name]) for name in self.levels_]
        return np.stack(columns, axis=1)

    @property
    def sizes(self) -> list[int]:
        """How many numbers each column has, for ``nn.Embedding(size, dim)``."""
        return [len(RESERVED) + len(seen) for seen in self.levels_.values()]

    def names(self, column: str) -> list[str]:
        """Return what each number of a column stands for, from 0 on."""
        return [*RESERVED, *self.levels_[column]]

    def _codes(self, column: "pd.Series[str]") -> npt.NDArray[np.int64]:
        levels = self.levels_[str(column.name)]
        numbers = {level: code for code, level in enumerate(levels, start=2)}
        codes = _words(column).map(numbers).fillna(UNSEEN)
        return codes.mask(column.isna(), MISSING).to_numpy().astype(np.int64)


def _words(column: "pd.Series[str]") -> "pd.Series[str]":
    """Return the values as text, without changing which ones are missing."""
    return column.astype("string").astype(object)
