"""Digits whose images take time to prepare, to measure parallel loading.

It is in the package, not in the notebook, because worker processes on
macOS and Windows can import a class only from a module.
"""

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset

from helpers.data.scikit_learn import Examples


class RotatedDigits(Dataset[tuple[Tensor, Tensor]]):
    """Each image enlarged and rotated by a random angle when it is asked for.

    Parameters
    ----------
    examples
        Digits, ``x`` of shape ``(rows, 64)``.
    size
        The side of the enlarged image in pixels; the work grows with it.
    """

    def __init__(self, examples: Examples, size: int = 128) -> None:
        self.examples = examples
        self.size = size

    def __len__(self) -> int:
        return len(self.examples.y)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        """Return an image ``(1, size, size)`` and its class ``()``."""
        pixels = self.examples.x[row].view(8, 8).float().numpy()
        image = Image.fromarray((pixels * 255).astype(np.uint8))
        angle = float(torch.empty(()).uniform_(-15, 15))
        rotated = image.resize(
            (self.size, self.size), Image.Resampling.BICUBIC
        ).rotate(angle, Image.Resampling.BICUBIC)
        x = torch.from_numpy(np.array(rotated)).float() / 255
        return x.unsqueeze(0), self.examples.y[row]
