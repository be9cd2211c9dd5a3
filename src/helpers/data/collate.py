"""Make a batch of tensors of rows that a ``DataLoader`` has taken.

A function here is passed as its ``collate_fn``.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from helpers.data.whole_numbers import as_whole
from helpers.images import ImageSource, read_pixels

_MOST_SHAPES = 5  # named in an error


def stack_images(
    rows: Sequence[Mapping[str, Any]],
    image: str = "img",
    label: str = "label",
    channels: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Return the images and the labels of a batch.

    Faster than ``with_format("torch")``; fastest where the data set leaves
    the decoding to this function:
    ``data.cast_column("img", datasets.Image(decode=False))``. How each mode,
    bit depth and orientation becomes bytes: see :mod:`helpers.images`.

    Parameters
    ----------
    rows
        Rows of a `datasets.Dataset`; all images of one size.
    image, label
        The names of the columns.
    channels
        3 makes all images RGB, 1 grey. Needed where some are grey and
        others not: ``functools.partial(stack_images, channels=3)``.

    Returns
    -------
    tuple[Tensor, Tensor]
        ``(rows, 3, height, width)`` of uint8 from 0 to 255, or
        ``(rows, 1, height, width)`` of grey images, and ``(rows,)`` of
        int64.

    Raises
    ------
    ValueError
        If a column, an image or a label is missing, a label is no whole
        number, or the images are not of one size.
    """
    for column in (image, label):
        if rows and column not in rows[0]:
            raise ValueError(
                f"the rows have no column {column!r}, only {sorted(rows[0])}; "
                "pass the names of yours as image=... and label=..."
            )
    pixels = stack_pixels((row[image] for row in rows), channels)
    return pixels, whole_labels(row[label] for row in rows)


stack_pictures = stack_images  # its name in the first edition


def stack_pixels(
    sources: Iterable[ImageSource], channels: int | None = None
) -> Tensor:
    """Return images of one size as one tensor.

    Parameters
    ----------
    sources, channels
        As :func:`helpers.images.read_pixels` takes them.

    Returns
    -------
    Tensor
        ``(rows, channels, height, width)``, uint8.

    Raises
    ------
    ValueError
        If there is none, if their sizes differ, or if some are grey and
        others not while no number of channels is asked for.
    """
    images = [
        _row_pixels(row, source, channels) for row, source in enumerate(sources)
    ]
    if not images:
        raise ValueError("there are no images to stack: got no rows")
    shapes = {pixels.shape for pixels in images}
    if len(shapes) > 1:
        raise ValueError(_misfit(shapes))
    stacked = torch.from_numpy(np.stack(images))
    return stacked.permute(0, 3, 1, 2).contiguous()


def _row_pixels(
    row: int, source: ImageSource, channels: int | None
) -> NDArray[np.uint8]:
    try:
        return read_pixels(source, channels)
    except FileNotFoundError as error:
        raise FileNotFoundError(f"row {row}: {error}") from error
    except TypeError as error:
        raise TypeError(f"row {row}: {error}") from error
    except ValueError as error:
        raise ValueError(f"row {row}: {error}") from error


def _misfit(shapes: set[tuple[int, ...]]) -> str:
    some = str(sorted(shapes)[:_MOST_SHAPES])
    if len(shapes) > _MOST_SHAPES:
        some += f" and {len(shapes) - _MOST_SHAPES} more"
    if len({shape[:2] for shape in shapes}) > 1:
        return (
            "the images of a batch must have one size, got (height, width, "
            f"channels) of {some}; resize or convert them first"
        )
    return (
        "some images of a batch are grey and others in colour, got (height, "
        f"width, channels) of {some}; ask for channels=3 or channels=1"
    )


def whole_labels(values: Iterable[Any]) -> Tensor:
    """Return labels ``(rows,)`` as int64.

    They may be whole numbers of any type: of Python, NumPy, pandas or
    PyTorch, also floats such as 1.0, which pandas makes of a column with
    gaps.

    Raises
    ------
    ValueError
        If one is missing, or is no whole number.
    """
    return torch.tensor(
        [_label(row, value) for row, value in enumerate(values)],
        dtype=torch.int64,
    )


def _label(row: int, value: Any) -> int:
    label = as_whole(value)
    if label is None:
        raise ValueError(
            f"row {row}: the label must be a whole number, got {value!r}; "
            'number the classes first (data.class_encode_column("label")), '
            "and leave out rows without one"
        )
    return label
