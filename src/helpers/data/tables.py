"""Two tables with numbers, categories and gaps: incomes and rodents.

A value that is not known is null, which Python shows as ``None``.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets import ClassLabel, DatasetDict, Features, Value

from helpers.data.splits import (
    shipped_only,
    shipped_table,
    split_by_group,
    split_shipped,
)

INCOMES = ["<=50K", ">50K"]
# Where rodents were caught: two control plots and one plot of each kind of
# fence in each split. There are only two plots with one kind, "Spectab
# exclosure", and both are for training, as are all plots not named here.
VALIDATION_PLOTS = (12, 14, 18, 19, 23)
TEST_PLOTS = (17, 20, 21, 22, 24)


def adult(source: str | None = None) -> DatasetDict:
    """Return 48,842 people of the US census of 1994, with their income.

    The task is to tell who earned more than 50,000 dollars a year:
    ``income`` is the class, and 14 columns describe the person. Rows are
    split at random, 70 %, 15 % and 15 %; rows that are equal in all
    columns are in one split.

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Becker and Kohavi (1996), "Adult", UCI Machine Learning Repository,
    doi:10.24432/C5XW20, CC BY 4.0.
    """
    shipped_only("adult", source)
    table = _with_classes(shipped_table("adult"), "income", INCOMES)
    features = _features(table, "income", INCOMES)
    rows = table.to_pandas()
    same = rows.groupby(list(rows), dropna=False, sort=False).ngroup()
    split = split_by_group(same.to_numpy())
    return split_shipped("adult", table, features, split)


def rodents(source: str | None = None) -> DatasetDict:
    """Return 33,052 catches of rodents in the desert of Arizona, 1977-2002.

    The task is to tell which of twelve ``species`` it is from sex, hind foot
    (mm), weight (g), date and plot. An animal is often caught again, nearly
    always on the same plot, so the splits share no ``plot_id``: 14
    plots for training, 5 for validation and 5 for test.

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Ernest, Yenni, Allington and others (2018), "The Portal Project: a
    long-term study of a Chihuahuan desert ecosystem", bioRxiv,
    doi:10.1101/332783;
    the teaching version of R's package ratdat, CC0.
    """
    shipped_only("rodents", source)
    raw = shipped_table("rodents")
    species = sorted(pc.unique(raw["species"]).to_pylist())
    table = _with_classes(raw, "species", species)
    features = _features(table, "species", species)
    plot = table["plot_id"].to_numpy()
    split = np.where(np.isin(plot, VALIDATION_PLOTS), "validation", "train")
    split = np.where(np.isin(plot, TEST_PLOTS), "test", split)
    return split_shipped("rodents", table, features, split)


def _with_classes(table: pa.Table, target: str, names: list[str]) -> pa.Table:
    """Replace the target's words by their places among the names."""
    words = table[target].cast(pa.string())
    classes = pc.index_in(words, pa.array(names)).cast(pa.int64())
    column = table.column_names.index(target)
    return table.set_column(column, target, classes)


def _features(table: pa.Table, target: str, names: list[str]) -> Features:
    kinds = {"int64": "int64", "double": "float64"}
    features = {
        field.name: Value(kinds.get(str(field.type), "string"))
        for field in table.schema
    }
    return Features({**features, target: ClassLabel(names=names)})
