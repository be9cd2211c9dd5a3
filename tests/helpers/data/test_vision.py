"""CIFAR-10: the original pixels, even classes, splits that share nothing."""

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pyarrow.parquet as pq
import pytest
from datasets import DatasetDict
from PIL import Image

from helpers.data import vision
from helpers.data.shipped import manifest_entry, shipped_path
from helpers.data.vision import CIFAR10_CLASSES, cifar10

SIZES = {"train": 4500, "validation": 500, "test": 2000}


@pytest.fixture(scope="module")
def splits() -> DatasetDict:
    return cifar10("shipped")


def record(image: Image.Image, label: int) -> bytes:
    """Return an image as the official binary files store it."""
    pixels = np.asarray(image)
    assert pixels.shape == (32, 32, 3)
    assert pixels.dtype == np.uint8
    return bytes([label]) + pixels.transpose(2, 0, 1).tobytes()


@pytest.fixture(scope="module")
def records(splits: DatasetDict) -> list[bytes]:
    """Return all images of the three splits, as `record` stores them."""
    return [
        record(row["img"], row["label"])
        for part in splits.values()
        for row in part
    ]


def test_sizes_columns_and_classes(splits: DatasetDict) -> None:
    assert splits.num_rows == SIZES
    for part in splits.values():
        assert part.column_names == ["img", "label"]
        assert part.features["label"].names == CIFAR10_CLASSES


def test_every_class_is_as_large(splits: DatasetDict) -> None:
    for name, part in splits.items():
        counts = Counter(part["label"])
        assert counts == dict.fromkeys(range(10), SIZES[name] // 10)


def test_the_pixels_are_the_original_ones(records: list[bytes]) -> None:
    """The tool compared this hash with the original when it made the file."""
    table = pq.read_table(shipped_path("cifar10"))
    stored = [
        record(Image.open(io.BytesIO(image["bytes"])), label)
        for image, label in zip(
            table["img"].to_pylist(), table["label"].to_pylist(), strict=True
        )
    ]
    whole = hashlib.sha256(b"".join(stored)).hexdigest()
    assert whole == manifest_entry("cifar10")["records_sha256"]
    assert sorted(records) == sorted(stored)


def test_no_image_is_there_twice(records: list[bytes]) -> None:
    assert len({row[1:] for row in records}) == len(records)


def test_rows_are_the_first_of_each_class_in_the_original_order() -> None:
    table = pq.read_table(shipped_path("cifar10")).to_pandas()
    for (split, _), rows in table.groupby(["split", "label"], observed=True):
        assert len(rows) == {"train": 500, "test": 200}[split]
        assert rows["row"].is_monotonic_increasing
    for split, rows in table.groupby("split", observed=True):
        limit = {"train": 50_000, "test": 10_000}[split]
        assert rows["row"].is_unique
        assert rows["row"].between(0, limit - 1).all()


def test_a_second_call_gives_the_same_rows(splits: DatasetDict) -> None:
    np.random.seed(99)
    again = cifar10()
    for name in ("train", "validation"):
        assert again[name]["label"] == splits[name]["label"]
        assert again[name][7]["img"] == splits[name][7]["img"]


def test_nothing_is_written_to_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    first = cifar10()["train"]
    assert first.cache_files == []
    assert not list(tmp_path.iterdir())
    assert first._fingerprint == cifar10()["train"]._fingerprint


def test_the_hub_tier_gives_the_same_columns_and_parts(
    splits: DatasetDict, monkeypatch: pytest.MonkeyPatch
) -> None:
    def from_hub(path: str, **_: Any) -> DatasetDict:
        assert path == "uoft-cs/cifar10"
        train = splits["validation"]
        return DatasetDict(train=train, test=splits["test"])

    monkeypatch.setattr(vision, "load_from_hub", from_hub)
    monkeypatch.setenv("COURSE_SOURCE", "hub")
    hub = cifar10()
    assert list(hub) == list(splits)
    assert hub.num_rows == {"train": 450, "validation": 50, "test": 2000}
    assert hub["train"].features == splits["train"].features
    assert set(Counter(hub["validation"]["label"]).values()) == {5}
