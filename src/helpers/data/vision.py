"""Images to classify: CIFAR-10, as a Hugging Face data set.

The course ships 7,000 of the 60,000 images; the Hub has them all.
"""

import numpy as np
from datasets import ClassLabel, DatasetDict, Features, Image
from sklearn.model_selection import train_test_split

from helpers.data.sources import load_from_hub, pick_source
from helpers.data.splits import shipped_table, split_shipped

CIFAR10_CLASSES = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse",
    "ship", "truck",
]  # fmt: skip


def cifar10(source: str | None = None) -> DatasetDict:
    """Return small colour photographs of ten kinds of things.

    ``img`` is an image of 32 by 32 pixels in RGB, ``label`` its class. The
    test split is the original one, or its first 200 images of each class; a
    tenth of each class of the training split is the validation split.

    Parameters
    ----------
    source
        ``"shipped"``: 4,500, 500 and 2,000 images; ``"hub"``: 45,000,
        5,000 and 10,000, from ``uoft-cs/cifar10``. By default what the
        environment variable COURSE_SOURCE says, or ``"shipped"``.

    References
    ----------
    Krizhevsky (2009), "Learning multiple layers of features from tiny
    images", technical report, University of Toronto.
    """
    if pick_source(source) == "hub":
        raw = load_from_hub(
            "uoft-cs/cifar10",
            splits=("train", "test"),
            columns=("img", "label"),
        )
    else:
        raw = _shipped_cifar10()
    labels = np.asarray(raw["train"]["label"][:])  # all at once
    train, valid = train_test_split(
        np.arange(len(labels)), test_size=0.1, random_state=0, stratify=labels
    )
    return DatasetDict(
        train=raw["train"].select(np.sort(train)),
        validation=raw["train"].select(np.sort(valid)),
        test=raw["test"],
    )


def _shipped_cifar10() -> DatasetDict:
    features = Features(
        {"img": Image(), "label": ClassLabel(names=CIFAR10_CLASSES)}
    )
    table = shipped_table("cifar10")
    split = table["split"].to_numpy().astype(str)
    return split_shipped("cifar10", table, features, split)
