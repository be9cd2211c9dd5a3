"""Labelled pictures in memory, transformed one by one when they are asked for.

This is the data set of chapter 3, for the programs that need it too.
"""

from collections.abc import Callable

import torch
from datasets import Dataset as Table
from torch import Tensor
from torch.utils.data import Dataset

Transform = Callable[[Tensor], Tensor]


class Pictures(Dataset[tuple[Tensor, Tensor]]):
    """Pictures and their classes, each picture changed by a transform.

    Parameters
    ----------
    x
        ``(rows, 3, height, width)``, whole numbers from 0 to 255.
    y
        ``(rows,)``, whole numbers.
    transform
        Called with one picture ``(3, height, width)`` each time it is asked
        for, so that a random transform gives another one in every epoch.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the pixels are no bytes.
    """

    def __init__(
        self, x: Tensor, y: Tensor, transform: Transform | None = None
    ) -> None:
        if x.ndim != 4 or x.dtype != torch.uint8 or len(x) != len(y):
            raise ValueError(
                "pictures must be bytes of shape (rows, 3, height, width) "
                f"with one label each, got {tuple(x.shape)} of {x.dtype} and "
                f"{len(y)} labels; leave the division by 255 to the transform"
            )
        self.x, self.y, self.transform = x, y, transform

    @classmethod
    def of(cls, table: Table, transform: Transform | None = None) -> "Pictures":
        """Read all pictures of a data set such as ``cifar10()["train"]``."""
        columns = table.with_format("torch")[:]
        return cls(columns["img"], columns["label"], transform)

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        """Return a picture, ``(3, height, width)`` if untransformed, and ()."""
        picture = self.x[row]
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.y[row]
