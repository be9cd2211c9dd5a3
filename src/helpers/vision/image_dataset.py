"""Labelled images in memory, transformed one by one when they are asked for.

This is the data set of the chapter on convolutional networks, for the
programs that need it too.
"""

from collections.abc import Callable

import torch
from datasets import Dataset as Table
from torch import Tensor
from torch.utils.data import Dataset

from helpers.data.collate import stack_pixels, whole_labels

Transform = Callable[[Tensor], Tensor]


class ImageDataset(Dataset[tuple[Tensor, Tensor]]):
    """Images and their classes, each image changed by a transform.

    Parameters
    ----------
    x
        ``(rows, 3, height, width)``, whole numbers from 0 to 255.
    y
        ``(rows,)``, whole numbers.
    transform
        Called with one image ``(3, height, width)`` each time it is asked
        for, so that a random transform gives another one in every epoch.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the pixels are no bytes.
    """

    def __init__(
        self, x: Tensor, y: Tensor, transform: Transform | None = None
    ) -> None:
        if not isinstance(x, Tensor):
            raise ValueError(
                f"images must be one tensor, got a {type(x).__name__}; stack "
                "them with torch.stack, or make one of an array with "
                "torch.from_numpy"
            )
        if x.ndim != 4 or x.dtype != torch.uint8 or len(x) != len(y):
            raise ValueError(
                "images must be bytes of shape (rows, 3, height, width) "
                f"with one label each, got {tuple(x.shape)} of {x.dtype} and "
                f"{len(y)} labels; leave the division by 255 to the transform"
            )
        self.x, self.y, self.transform = x, y, transform

    @classmethod
    def of(
        cls, table: Table, transform: Transform | None = None
    ) -> "ImageDataset":
        """Read all images of a data set such as ``cifar10()["train"]``.

        They become RGB by the rules of :mod:`helpers.images`, whatever their
        mode was.

        Parameters
        ----------
        table
            With the columns ``img``, images of one size, and ``label``,
            whole numbers.
        transform
            As above.

        Raises
        ------
        ValueError
            If the images differ in size, one cannot be read, or a label is
            missing.
        """
        plain = table.with_format(None)
        pixels = stack_pixels(plain["img"], channels=3)
        return cls(pixels, whole_labels(plain["label"]), transform)

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        """Return an image, ``(3, height, width)`` if untransformed, and ()."""
        image = self.x[row]
        if self.transform is not None:
            image = self.transform(image)
        return image, self.y[row]
