"""A whole image classifier: bytes in, scores out, on any backbone.

Enlarging and normalising are part of the model, so that nobody can forget
them when it is used.
"""

import torch
from torch import Tensor, nn

from helpers.vision.backbones import IMAGENET_MEAN, IMAGENET_STD, Backbone


class ImageClassifier(nn.Module):
    """Name what is in an image.

    Parameters
    ----------
    backbone
        Its blocks become ``self.blocks``, the same objects.
    classes
        How many scores come out.
    side
        Images are enlarged to so many pixels in width and height.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, backbone: Backbone, classes: int, side: int) -> None:
        super().__init__()
        self.side = side
        self.register_buffer("mean", _per_colour(IMAGENET_MEAN))
        self.register_buffer("std", _per_colour(IMAGENET_STD))
        self.blocks = backbone.blocks
        self.head = nn.Linear(backbone.channels, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return scores (batch, classes) of bytes (batch, 3, h, w)."""
        x = nn.functional.interpolate(
            x.float() / 255,
            (self.side, self.side),
            mode="bilinear",
            antialias=True,
        )
        x = self.blocks((x - self.mean) / self.std)  # (batch, channels, ...)
        scores: Tensor = self.head(x.mean(dim=(2, 3)))
        return scores


def _per_colour(values: tuple[float, float, float]) -> Tensor:
    return torch.tensor(values).view(1, 3, 1, 1)
