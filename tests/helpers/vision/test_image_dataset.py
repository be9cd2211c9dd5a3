"""Labelled images: read once, transformed each time they are asked for."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from datasets import Dataset, Features, Value
from datasets import Image as ImageFeature
from PIL import Image
from torch import Tensor
from torchvision.transforms import v2

from helpers.data import cifar10
from helpers.vision import ImageDataset

X = torch.arange(2 * 3 * 4 * 4, dtype=torch.uint8).view(2, 3, 4, 4)
Y = torch.tensor([3, 1])


def of_images(*images: Any, labels: Any = None) -> Dataset:
    labels = [0] * len(images) if labels is None else labels
    return Dataset.from_dict({"img": list(images), "label": labels})


def test_without_a_transform_the_images_are_given_as_they_are() -> None:
    data = ImageDataset(X, Y)
    image, label = data[1]
    assert len(data) == 2
    assert torch.equal(image, X[1])
    assert label == 1


def test_a_random_transform_is_drawn_anew_for_each_access() -> None:
    torch.manual_seed(0)
    data = ImageDataset(X, Y, v2.RandomHorizontalFlip())
    seen = {torch.equal(data[0][0], X[0]) for _ in range(20)}
    assert seen == {True, False}


def test_a_data_set_is_read_whole() -> None:
    part = cifar10("shipped")["validation"].select(range(20))
    data = ImageDataset.of(part)
    assert data.x.shape == (20, 3, 32, 32)
    assert data.y.tolist() == part["label"][:]
    assert torch.equal(data[7][0], part.with_format("torch")[7]["img"])


def test_the_format_of_a_data_set_changes_nothing() -> None:
    part = cifar10("shipped")["validation"].select(range(5))
    plain = ImageDataset.of(part)
    undecoded = part.cast_column("img", ImageFeature(decode=False))
    for same in (
        part.with_format("torch"), part.with_format("numpy"), undecoded,
    ):  # fmt: skip
        found = ImageDataset.of(same)
        assert torch.equal(found.x, plain.x)
        assert torch.equal(found.y, plain.y)
    assert plain.y.dtype == torch.int64


def test_images_of_every_mode_become_rgb() -> None:
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    data = ImageDataset.of(
        of_images(
            palette,
            Image.new("L", (4, 4), 90),
            Image.new("RGB", (4, 4), (1, 2, 3)),
            Image.new("RGBA", (4, 4), (1, 2, 3, 0)),
            Image.new("1", (4, 4), 1),
            Image.fromarray(np.full((4, 4), 40000, np.uint16)),
        )
    )
    assert data.x.shape == (6, 3, 4, 4)
    assert data.x.dtype == torch.uint8
    assert data.x[:, :, 0, 0].tolist() == [
        [255, 0, 0], [90] * 3, [1, 2, 3], [255] * 3, [255] * 3, [156] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize("decode", [True, False])
def test_images_of_a_folder_are_turned_as_they_were_taken(
    tmp_path: Path, decode: bool
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (4, 6, 3), "uint8")
    exif = Image.Exif()
    exif[0x0112] = 8
    Image.fromarray(noise).save(tmp_path / "a.png", exif=exif)
    features = Features(img=ImageFeature(decode=decode), label=Value("int64"))
    table = of_images(str(tmp_path / "a.png")).cast(features)
    expected = torch.from_numpy(np.rot90(noise, 1).copy()).permute(2, 0, 1)
    assert torch.equal(ImageDataset.of(table).x[0], expected)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            of_images(Image.new("RGB", (4, 4)), Image.new("RGB", (5, 4))),
            r"one size.*\(4, 4, 3\), \(4, 5, 3\).*resize",
        ),
        (
            of_images(Image.new("L", (4, 4)), None),
            r"row 1: there is no image \(None\)",
        ),
        (
            of_images(Image.new("RGB", (4, 4)), labels=[None]),
            "row 0: the label must be a whole number, got None",
        ),
        (
            of_images(Image.new("RGB", (4, 4)), labels=[float("nan")]),
            "row 0: the label must be a whole number, got",
        ),
        (
            of_images(Image.new("RGB", (4, 4)), labels=["cat"]),
            "got 'cat'; number the classes",
        ),
        (of_images(Image.new("RGB", (4, 4))).select([]), "no images"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    table: Dataset, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ImageDataset.of(table)


@pytest.mark.parametrize("x", [[X[0], X[1]], X.numpy(), None])
def test_images_that_are_no_tensor_are_refused(x: Any) -> None:
    with pytest.raises(ValueError, match="must be one tensor, got a "):
        ImageDataset(x, Y)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (X[0], Y, r"got \(3, 4, 4\)"),
        (X.float(), Y, "float32"),
        (X, Y[:1], "1 labels"),
    ],
)
def test_what_does_not_fit_is_refused(
    x: Tensor, y: Tensor, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ImageDataset(x, y)
