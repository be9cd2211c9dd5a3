"""Batches of images hold the pixels of the rows, channels first."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from datasets import Dataset, Features, Value
from datasets import Image as ImageFeature
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

from helpers.data.collate import stack_images, whole_labels

SIZE = (4, 4)


@pytest.mark.parametrize(("mode", "channels"), [("RGB", 3), ("L", 1)])
def test_pixels_and_labels_are_stacked(mode: str, channels: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2, 4, 5, 3), "uint8")
    images = [Image.fromarray(pixels).convert(mode) for pixels in noise]
    rows = [{"img": images[0], "label": 3}, {"img": images[1], "label": 0}]
    batch, labels = stack_images(rows)
    assert batch.shape == (2, channels, 4, 5)
    assert batch.is_contiguous()
    assert torch.equal(batch, torch.stack([*map(pil_to_tensor, images)]))
    assert labels.tolist() == [3, 0]


def test_files_are_decoded_as_they_are_stacked() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (3, 4, 5, 3), "uint8")
    rows = Dataset.from_dict(
        {"img": [Image.fromarray(one) for one in noise], "label": [2, 1, 0]},
        Features(img=ImageFeature(), label=Value("int64")),
    )
    files = rows.cast_column("img", ImageFeature(decode=False))
    decoded, labels = stack_images([files[i] for i in range(3)])
    expected, _ = stack_images([rows[i] for i in range(3)])
    assert torch.equal(decoded, expected)
    assert labels.tolist() == [2, 1, 0]


def test_images_of_several_sizes_are_refused() -> None:
    rows = [
        {"img": Image.new("RGB", size), "label": 0} for size in ((4, 4), (5, 4))
    ]
    with pytest.raises(ValueError, match=r"one size.*\(4, 4, 3\).*resize"):
        stack_images(rows)


def stack_one(image: Any, label: Any = 0) -> torch.Tensor:
    return stack_images([{"img": image, "label": label}])[0]


def test_more_sizes_than_a_reader_wants_are_counted() -> None:
    rows = [
        {"img": Image.new("L", (4, side)), "label": 0} for side in range(1, 9)
    ]
    with pytest.raises(ValueError, match=r"\(5, 4, 1\)\] and 3 more; resize"):
        stack_images(rows)


def test_grey_and_colour_do_not_mix_unless_a_number_is_asked_for() -> None:
    grey, red = Image.new("L", SIZE, 90), Image.new("RGB", SIZE, (255, 0, 0))
    rows = [{"img": grey, "label": 0}, {"img": red, "label": 1}]
    with pytest.raises(ValueError, match=r"grey and others in colour.*=3"):
        stack_images(rows)
    colour, _ = stack_images(rows, channels=3)
    assert colour.shape == (2, 3, 4, 4)
    assert colour[:, :, 0, 0].tolist() == [[90, 90, 90], [255, 0, 0]]
    assert stack_images(rows, channels=1)[0].shape == (2, 1, 4, 4)


def test_palettes_mix_with_colours() -> None:
    palette = Image.new("P", SIZE, 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    rows = [
        {"img": palette, "label": 0},
        {"img": Image.new("RGB", SIZE, (255, 0, 0)), "label": 0},
        {"img": Image.new("RGBA", SIZE, (255, 0, 0, 255)), "label": 0},
    ]
    first, *others = stack_images(rows)[0]
    assert first[:, 0, 0].tolist() == [255, 0, 0]
    assert all(torch.equal(first, other) for other in others)


def test_decoded_and_undecoded_images_are_turned_alike() -> None:
    """`datasets` turns what it decodes, so files must be turned here."""
    noise = np.random.default_rng(0).integers(0, 256, (4, 6, 3), "uint8")
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG", exif=exif)
    rows = Dataset.from_dict(
        {"img": [{"bytes": file.getvalue(), "path": None}], "label": [0]},
        Features(img=ImageFeature(), label=Value("int64")),
    )
    files = rows.cast_column("img", ImageFeature(decode=False))
    expected = torch.from_numpy(np.rot90(noise, -1).copy()).permute(2, 0, 1)
    assert torch.equal(stack_images([rows[0]])[0][0], expected)
    assert torch.equal(stack_images([files[0]])[0][0], expected)


def test_an_undecoded_file_of_a_folder_is_read_from_its_path(
    tmp_path: Path,
) -> None:
    path = tmp_path / "an image.png"
    Image.new("RGB", SIZE, (1, 2, 3)).save(path)
    data = Dataset.from_dict({"img": [str(path)], "label": [1]})
    files = data.cast_column("img", ImageFeature(decode=False))
    for rows in (list(data), list(files)):
        images, labels = stack_images(rows)
        assert images[0, :, 0, 0].tolist() == [1, 2, 3]
        assert labels.tolist() == [1]


def test_rows_formatted_as_arrays_are_stacked_too() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2, 4, 5, 3), "uint8")
    rows = Dataset.from_dict(
        {"img": [Image.fromarray(one) for one in noise], "label": [2, 1]},
        Features(img=ImageFeature(), label=Value("int64")),
    )
    expected, _ = stack_images(list(rows))
    found, labels = stack_images(list(rows.with_format("numpy")))
    assert torch.equal(found, expected)
    assert labels.tolist() == [2, 1]
    with pytest.raises(TypeError, match=r"row 0: .*got Tensor.*torch\.stack"):
        stack_images(list(rows.with_format("torch")))


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        (None, ValueError, r"row 1: there is no image \(None\)"),
        ("gone.png", FileNotFoundError, r"row 1: .*gone\.png"),
        (b"?", ValueError, "row 1: the bytes cannot be read"),
        (Image.new("F", SIZE), ValueError, "row 1: .*mode F"),
        (3, TypeError, "row 1: .*got int"),
    ],
)
def test_an_image_that_cannot_be_read_is_named_by_its_row(
    image: Any, error: type[Exception], message: str
) -> None:
    good = {"img": Image.new("RGB", SIZE), "label": 0}
    with pytest.raises(error, match=message):
        stack_images([good, {"img": image, "label": 0}])


def test_no_rows_and_other_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="no images to stack"):
        stack_images([])
    row = {"image": Image.new("RGB", SIZE), "label": 0}
    with pytest.raises(
        ValueError, match=r"no column 'img', only \['image', 'label'\]"
    ):
        stack_images([row])
    assert stack_images([row], image="image")[0].shape == (1, 3, 4, 4)


@pytest.mark.parametrize(
    "values",
    [
        [0, 3],
        [np.int64(0), np.uint8(3)],
        [np.bool_(False), np.float32(3)],
        [0.0, 3.0],
        list(torch.tensor([0, 3])),
        pd.Series([0, 3], dtype="Int64"),
        pd.Series([0, 3], dtype="category"),
    ],
)
def test_labels_of_any_library_become_int64(values: Any) -> None:
    labels = whole_labels(values)
    assert labels.dtype == torch.int64
    assert labels.tolist() == [0, 3]


@pytest.mark.parametrize(
    "label", [None, float("nan"), float("inf"), pd.NA, "cat", "1", 0.5, [1]]
)
def test_a_label_that_is_no_whole_number_is_refused(label: Any) -> None:
    with pytest.raises(ValueError, match=r"row 0: the label must be a whole"):
        stack_one(Image.new("RGB", SIZE), label)
