"""Make a batch of tensors of rows that a ``DataLoader`` has taken.

A function here is passed as its ``collate_fn``.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL.Image import Image as Picture
from PIL.Image import open as open_picture
from torch import Tensor


def stack_pictures(
    rows: Sequence[Mapping[str, Any]],
    picture: str = "img",
    label: str = "label",
) -> tuple[Tensor, Tensor]:
    """Return the pictures and the labels of a batch.

    Faster than ``with_format("torch")``; fastest where the data set leaves
    the decoding to this function:
    ``data.cast_column("img", datasets.Image(decode=False))``.

    Parameters
    ----------
    rows
        Rows of a `datasets.Dataset`; all pictures of one size.
    picture, label
        The names of the columns.

    Returns
    -------
    tuple[Tensor, Tensor]
        ``(rows, 3, height, width)`` of uint8 from 0 to 255, or
        ``(rows, 1, height, width)`` of grey pictures, and ``(rows,)`` of
        int64.
    """
    pictures = [_pixels(row[picture]) for row in rows]
    shapes = {one.shape for one in pictures}
    if len(shapes) > 1:
        raise ValueError(
            "the pictures of a batch must have one size, got (height, width, "
            f"channels) of {sorted(shapes)}; resize or convert them first"
        )
    pixels = np.stack(pictures)
    channels_last = torch.from_numpy(pixels).view(*pixels.shape[:3], -1)
    labels = torch.tensor([row[label] for row in rows])
    return channels_last.permute(0, 3, 1, 2).contiguous(), labels


def _pixels(value: Picture | Mapping[str, bytes]) -> NDArray[np.uint8]:
    if isinstance(value, Mapping):  # the bytes of a file
        value = open_picture(io.BytesIO(value["bytes"]))
    return np.asarray(value)
