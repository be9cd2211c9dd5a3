"""A table to predict incomes from: Americans who were asked since 1974.

One of its columns, the occupation, has hundreds of levels.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
from datasets import DatasetDict, Features, Value

from helpers.data.fetched.catalogue import catalogue
from helpers.data.fetched.store import fetched_path
from helpers.data.pickled_table import read_pickled_table
from helpers.data.splits import shipped_only, split_by_group, split_table

NUMBERS = ("realrinc", "age", "prestg10", "childs")
WHOLE = ("year", "occ10")
TEXTS = ("occrecode", "wrkstat", "gender", "educcat", "maritalcat")
FEATURES = Features(
    {
        **{name: Value("float64") for name in NUMBERS},
        **{name: Value("int64") for name in WHOLE},
        **{name: Value("string") for name in TEXTS},
    }
)


def gss_wages(source: str | None = None) -> DatasetDict:
    """Return 37,887 people in the United States, 1974 to 2018, with incomes.

    The task is to predict ``realrinc``, a year's own income in dollars of
    1986 (its logarithm is the usual target), from age, number of children,
    education, marital and work status, gender, year, and the occupation:
    ``occ10``, one of some 500 codes of the census of 2010; ``occrecode``, its
    eleven groups; ``prestg10``, its prestige from 0 to 100. People without an
    income are left out. Each person was asked once, so rows are split at
    random, 70 %, 15 % and 15 %. A value that is not known is null.

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Davern et al., "General Social Survey 1972-2024", NORC at the University
    of Chicago. Fetched once; may be used, but not passed on.
    """
    shipped_only("gss_wages", source)
    path = fetched_path("gss_wages") / "gss_wages.pkl.xz"
    people = read_pickled_table(path.read_bytes())
    people = people[people["realrinc"].notna()]
    columns = {name: _array(people[name]) for name in FEATURES}
    version = catalogue()["gss_wages"].sha256[:12]
    return split_table(
        f"gss_wages-{version}",
        pa.table(columns),
        FEATURES,
        split_by_group(np.arange(len(people))),
    )


def _array(values: "pd.Series[float] | pd.Series[str]") -> pa.Array:
    """Return a column, with null where a value is not known."""
    return pa.array(values.tolist(), from_pandas=True)
