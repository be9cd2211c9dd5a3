"""Texts that occur more than once, apart from case and punctuation.

A copy in two parts of a data set gives its answer away.
"""

import re

import numpy as np
from datasets import Dataset
from numpy.typing import NDArray


def without_copies(rows: Dataset, of: list[str]) -> Dataset:
    """Leave out rows whose text is a copy of one of these, or of a row before.

    Parameters
    ----------
    rows
        With a column ``text``.
    of
        The texts that are elsewhere.
    """
    found = first_copies(of + rows["text"][:]) - len(of)
    return rows.select(found[found >= 0])


def first_copies(texts: list[str]) -> NDArray[np.int64]:
    """Return the rows whose words did not occur in the same order before."""
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        words = re.sub(r"\W+", " ", text.replace("<br />", " ").lower())
        first.setdefault(words.strip(), row)
    return np.array(list(first.values()), dtype=np.int64)
