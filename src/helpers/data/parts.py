"""Turn a shipped table into a training, a validation and a test part.

Rows that belong together, such as one day or one plot of land, are never in
two parts.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Dataset, DatasetDict, DatasetInfo, Features, NamedSplit
from numpy.typing import NDArray

from helpers.data.shipped import manifest_entry, shipped
from helpers.data.tiers import pick_tier

PARTS = ("train", "validation", "test")


def shipped_table(name: str) -> pa.Table:
    """Return the verified table; nothing is written to a cache."""
    return pq.read_table(shipped(name))


def in_parts(
    name: str,
    table: pa.Table,
    features: Features,
    part_of_row: NDArray[np.str_],
) -> DatasetDict:
    """Return one data set for each part, with its rows in the table's order.

    Parameters
    ----------
    name
        The shipped asset, which gives the data sets their fingerprints.
    table
        The columns that ``features`` names, and perhaps others.
    part_of_row
        ``(rows,)``: ``"train"``, ``"validation"`` or ``"test"``.
    """
    version = manifest_entry(name)["sha256"][:12]
    return cut_table(f"{name}-{version}", table, features, part_of_row)


def cut_table(
    stem: str,
    table: pa.Table,
    features: Features,
    part_of_row: NDArray[np.str_],
) -> DatasetDict:
    """Return what `in_parts` returns, of a table from anywhere.

    ``stem`` is the name and the version of the data: the fingerprints, under
    which `datasets` keeps what was computed from them, begin with it.
    """
    typed = table.select(list(features)).cast(features.arrow_schema)
    return DatasetDict(
        {
            part: Dataset(
                _rows(typed, part_of_row == part),
                info=DatasetInfo(features=features),
                split=NamedSplit(part),
                fingerprint=f"{stem}-{part}",
            )
            for part in PARTS
            if (part_of_row == part).any()
        }
    )


def _rows(table: pa.Table, chosen: NDArray[np.bool_]) -> pa.Table:
    """Return the chosen rows; without a copy if they stand together."""
    places = np.flatnonzero(chosen)
    first, last = int(places[0]), int(places[-1])
    if last - first + 1 == len(places):
        return table.slice(first, len(places))
    return table.filter(pa.array(chosen)).combine_chunks()


def by_group(groups: NDArray[np.int64]) -> NDArray[np.str_]:
    """Draw whole groups: 70 % of the rows, 15 % and 15 %; always the same.

    Parameters
    ----------
    groups
        ``(rows,)``: the group of each row, as any whole numbers.

    Returns
    -------
    part_of_row
        ``(rows,)``, as `in_parts` wants it.
    """
    _, group, rows = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.random.default_rng(0).permutation(len(rows))
    share = np.cumsum(rows[order]) / rows.sum()
    part = np.empty(len(rows), np.int64)
    part[order] = np.searchsorted([0.7, 0.85], share)
    return np.array(PARTS)[part[group]]


def by_time(
    time: NDArray[np.datetime64], starts: Mapping[str, str]
) -> NDArray[np.str_]:
    """Cut at fixed moments, so that what is later is never learnt from.

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
            f"row {row} has no time, so it is in no part; leave it out first"
        )
    cuts = np.array([starts[part] for part in PARTS[1:]], time.dtype)
    return np.array(PARTS)[np.searchsorted(cuts, time, side="right")]


def shipped_only(name: str, tier: str | None) -> None:
    """Refuse ``tier="hub"`` for a data set that has no twin on the Hub.

    COURSE_TIER does not count here: with ``hub`` it asks for the Hub where
    there is a choice.
    """
    if tier is not None and pick_tier(tier) == "hub":
        raise ValueError(
            f"{name}() has no twin on the Hub with the same rows and columns; "
            'call it without tier, or with tier="shipped"'
        )
