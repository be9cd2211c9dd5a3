"""Batches of pictures hold the pixels of the rows, channels first."""

import numpy as np
import pytest
import torch
from datasets import Dataset, Features, Value
from datasets import Image as ImageFeature
from PIL import Image
from torchvision.transforms.v2.functional import pil_to_tensor

from helpers.data.collate import stack_pictures


@pytest.mark.parametrize(("mode", "channels"), [("RGB", 3), ("L", 1)])
def test_pixels_and_labels_are_stacked(mode: str, channels: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2, 4, 5, 3), "uint8")
    pictures = [Image.fromarray(pixels).convert(mode) for pixels in noise]
    rows = [{"img": pictures[0], "label": 3}, {"img": pictures[1], "label": 0}]
    batch, labels = stack_pictures(rows)
    assert batch.shape == (2, channels, 4, 5)
    assert batch.is_contiguous()
    assert torch.equal(batch, torch.stack([*map(pil_to_tensor, pictures)]))
    assert labels.tolist() == [3, 0]


def test_files_are_decoded_as_they_are_stacked() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (3, 4, 5, 3), "uint8")
    rows = Dataset.from_dict(
        {"img": [Image.fromarray(one) for one in noise], "label": [2, 1, 0]},
        Features(img=ImageFeature(), label=Value("int64")),
    )
    files = rows.cast_column("img", ImageFeature(decode=False))
    decoded, labels = stack_pictures([files[i] for i in range(3)])
    expected, _ = stack_pictures([rows[i] for i in range(3)])
    assert torch.equal(decoded, expected)
    assert labels.tolist() == [2, 1, 0]


def test_pictures_of_several_sizes_are_refused() -> None:
    rows = [
        {"img": Image.new("RGB", size), "label": 0} for size in ((4, 4), (5, 4))
    ]
    with pytest.raises(ValueError, match=r"one size.*\(4, 4, 3\).*resize"):
        stack_pictures(rows)
