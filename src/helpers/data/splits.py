"""Turn a shipped table into training, validation and test splits.

Rows that belong together, such as one day or one plot of land, are never in
two splits.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, DatasetDict, DatasetInfo, Features, NamedSplit
from numpy.typing import NDArray

from helpers.data.shipped import manifest_entry, shipped_path
from helpers.data.sources import pick_source

SPLITS = ("train", "validation", "test")


def shipped_table(name: str) -> pa.Table:
    """Return the verified table; nothing is written to a cache."""
    return pq.read_table(shipped_path(name))


def split_shipped(
    name: str,
    table: pa.Table,
    features: Features,
    split_of_row: NDArray[np.str_],
) -> DatasetDict:
    """Return one data set per split, with its rows in the table's order.

    Parameters
    ----------
    name
        The shipped asset, which gives the data sets their fingerprints.
    table
        The columns that ``features`` names, and perhaps others.
    split_of_row
        ``(rows,)``: ``"train"``, ``"validation"`` or ``"test"``.
    """
    version = manifest_entry(name)["sha256"][:12]
    return split_table(f"{name}-{version}", table, features, split_of_row)


def split_table(
    stem: str,
    table: pa.Table,
    features: Features,
    split_of_row: NDArray[np.str_],
) -> DatasetDict:
    """Return what `split_shipped` returns, of a table from anywhere.

    ``stem`` is the name and the version of the data: the fingerprints, under
    which `datasets` keeps what was computed from them, begin with it.
    """
    typed = table.select(list(features)).cast(features.arrow_schema)
    return DatasetDict(
        {
            split: Dataset(
                _rows(typed, split_of_row == split),
                info=DatasetInfo(features=features),
                split=NamedSplit(split),
                fingerprint=f"{stem}-{split}",
            )
            for split in SPLITS
            if (split_of_row == split).any()
        }
    )


def _rows(table: pa.Table, chosen: NDArray[np.bool_]) -> pa.Table:
    """Return the chosen rows; without a copy if they stand together."""
    places = np.flatnonzero(chosen)
    first, last = int(places[0]), int(places[-1])
    if last - first + 1 == len(places):
        return table.slice(first, len(places))
    return table.filter(pa.array(chosen)).combine_chunks()


def split_by_group(groups: NDArray[np.int64]) -> NDArray[np.str_]:
    """Draw whole groups: 70 % of the rows, 15 % and 15 %; always the same.

    Parameters
    ----------
    groups
        ``(rows,)``: the group of each row, as any whole numbers.

    Returns
    -------
    split_of_row
        ``(rows,)``, as `split_shipped` wants it.
    """
    _, group, rows = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.random.default_rng(0).permutation(len(rows))
    share = np.cumsum(rows[order]) / rows.sum()
    split = np.empty(len(rows), np.int64)
    split[order] = np.searchsorted([0.7, 0.85], share)
    return np.array(SPLITS)[split[group]]


def split_by_time(
    time: NDArray[np.datetime64], starts: Mapping[str, str]
) -> NDArray[np.str_]:
    """Cut at fixed moments, so that a model never learns from the future.

    Parameters
    ----------
    starts
        The first moment of ``"validation"`` and of ``"test"``.

    Raises
    ------
    ValueError
        If a row has no time: it would count as the latest.
    """
    if np.isnat(time).any():
        row = int(np.isnat(time).argmax())
        raise ValueError(
            f"row {row} has no time, so it is in no split; leave it out first"
        )
    cuts = np.array([starts[split] for split in SPLITS[1:]], time.dtype)
    return np.array(SPLITS)[np.searchsorted(cuts, time, side="right")]


def shipped_only(name: str, source: str | None) -> None:
    """Refuse ``source="hub"`` for a data set that has no twin on the Hub.

    COURSE_SOURCE does not count here: with ``hub`` it asks for the Hub where
    there is a choice.
    """
    if source is not None and pick_source(source) == "hub":
        raise ValueError(
            f"{name}() has no twin on the Hub with the same rows and columns; "
            'call it without source, or with source="shipped"'
        )
