"""Texts that occur more than once, apart from case and punctuation.

A duplicate in two splits of a data set leaks its answer.
"""

import re

import numpy as np
from datasets import Dataset
from numpy.typing import NDArray


def drop_duplicates(rows: Dataset, of: list[str]) -> Dataset:
    """Drop rows whose text is one of these, or that of an earlier row.

    Parameters
    ----------
    rows
        With a column ``text``.
    of
        The texts that are elsewhere.
    """
    found = first_occurrences(of + rows["text"][:]) - len(of)
    return rows.select(found[found >= 0])


def first_occurrences(texts: list[str]) -> NDArray[np.int64]:
    """Return the rows whose words did not occur in the same order before."""
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        words = re.sub(r"\W+", " ", text.replace("<br />", " ").lower())
        first.setdefault(words.strip(), row)
    return np.array(list(first.values()), dtype=np.int64)
