"""Pictures: a data set that transforms them, and networks trained on ImageNet.

The chapters on vision explain what happens here; ``helpers.vision.train`` is
the command for machines with a GPU.
"""

from helpers.vision.backbones import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    Backbone,
    load_backbone,
    new_backbone,
)
from helpers.vision.classifier import PictureClassifier
from helpers.vision.pictures import Pictures

__all__ = [
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "Backbone",
    "PictureClassifier",
    "Pictures",
    "load_backbone",
    "new_backbone",
]
