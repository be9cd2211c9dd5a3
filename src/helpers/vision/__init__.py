"""Images: a data set that transforms them, and networks trained on ImageNet.

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
from helpers.vision.classifier import ImageClassifier
from helpers.vision.image_dataset import ImageDataset

__all__ = [
    "IMAGENET_MEAN",
    "IMAGENET_STD",
    "Backbone",
    "ImageClassifier",
    "ImageDataset",
    "load_backbone",
    "new_backbone",
]

Pictures = ImageDataset  # its name in the first edition
