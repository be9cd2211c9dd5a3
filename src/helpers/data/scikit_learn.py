"""Three small real data sets that come with scikit-learn, as tensors.

They need no download, and the first chapter uses them before the course
introduces data set libraries.
"""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.model_selection import train_test_split
from torch import Tensor

# Where each writer's block of digits begins, and where the last one ends. The
# boundaries are those that the scikit-learn MOOC gives (lesson "Non i.i.d.
# data"): https://inria.github.io/scikit-learn-mooc/
WRITER_STARTS = (
    0, 130, 256, 386, 516, 646, 776, 915, 1029, 1157, 1287, 1415, 1545, 1667,
    1797,
)  # fmt: skip
FIRST_VALID_WRITER, FIRST_TEST_WRITER = 8, 11


class Examples(NamedTuple):
    """Inputs and targets, row by row; ``TensorDataset(*examples)`` works.

    Attributes
    ----------
    x
        ``(rows, features)``, float32.
    y
        ``(rows,)``: int64 classes, or float32 values.
    """

    x: Tensor
    y: Tensor

    def first(self, rows: int) -> "Examples":
        """Return the first so many rows."""
        return Examples(self.x[:rows], self.y[:rows])


class Splits(NamedTuple):
    """The splits of a data set: training, validation and test."""

    train: Examples
    valid: Examples
    test: Examples


def digits() -> Splits:
    """Return 1,797 handwritten digits of 8 by 8 pixels, split by writer.

    The task is to tell the digit, a class from 0 to 9. ``x`` holds the 64
    pixels row by row, from 0 (paper) to 1 (ink); ``x.view(-1, 8, 8)`` are the
    images. No writer is in two splits: 8 writers for training (1,029 rows), 3
    for validation (386) and 3 for test (382).

    References
    ----------
    Alpaydin and Kaynak (1998), "Optical recognition of handwritten digits",
    UCI Machine Learning Repository, CC BY 4.0; scikit-learn ships what
    UCI calls the test set.
    """
    pixels, classes = datasets.load_digits(return_X_y=True)
    return _split_by_starts(
        pixels / 16,
        classes,
        WRITER_STARTS[FIRST_VALID_WRITER],
        WRITER_STARTS[FIRST_TEST_WRITER],
    )


def digit_writers() -> Tensor:
    """Return the writer of each digit, ``(1797,)``, in scikit-learn's order."""
    sizes = torch.tensor(WRITER_STARTS).diff()
    return torch.arange(len(sizes)).repeat_interleave(sizes)


def diabetes() -> Splits:
    """Return 442 patients with 10 measurements each, in their own units.

    The task is to predict ``y``, a score of how far the disease went one year
    later, from 25 to 346. Rows are split at random: 265, 88 and 89.

    References
    ----------
    Efron, Hastie, Johnstone and Tibshirani (2004), "Least angle regression",
    Annals of Statistics 32(2).
    """
    x, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    return _split_at_random(x, y.astype(np.float32), None)


def breast_cancer() -> Splits:
    """Return 569 tumours with 30 measurements each, in their own units.

    The task is to tell benign (1) from malignant (0). Rows are split at
    random, with the same share of each class: 341, 114 and 114.

    References
    ----------
    Wolberg, Mangasarian, Street and Street (1993), "Breast Cancer Wisconsin
    (Diagnostic)", UCI Machine Learning Repository, CC BY 4.0.
    """
    x, y = datasets.load_breast_cancer(return_X_y=True)
    return _split_at_random(x, y, y)


def _split_by_starts(
    x: NDArray[np.float64], y: NDArray[np.int64], valid: int, test: int
) -> Splits:
    slices = (slice(0, valid), slice(valid, test), slice(test, len(x)))
    return Splits(*(_examples(x[rows], y[rows]) for rows in slices))


def _split_at_random(
    x: NDArray[np.float64],
    y: NDArray[np.generic],
    strata: NDArray[np.generic] | None,
) -> Splits:
    rows = np.arange(len(x))
    train, rest = train_test_split(
        rows, test_size=0.4, random_state=0, stratify=strata
    )
    valid, test = train_test_split(
        rest,
        test_size=0.5,
        random_state=0,
        stratify=None if strata is None else strata[rest],
    )
    return Splits(
        *(_examples(x[chosen], y[chosen]) for chosen in (train, valid, test))
    )


def _examples(x: NDArray[np.float64], y: NDArray[np.generic]) -> Examples:
    return Examples(torch.from_numpy(x).float(), torch.from_numpy(y))
