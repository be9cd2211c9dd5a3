"""Two small real data sets that come with scikit-learn, as tensors.

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

# Where each form begins, and where the last one ends: blocks of digits that one
# person wrote in one go. The boundaries are those that the scikit-learn MOOC
# gives (lesson "Non i.i.d. data"): https://inria.github.io/scikit-learn-mooc/
FORM_STARTS = (
    0, 130, 256, 386, 516, 646, 776, 915, 1029, 1157, 1287, 1415, 1545, 1667,
    1797,
)  # fmt: skip
# 13 people wrote 14 forms, so one of them probably wrote two, and nobody says
# which. Forms that look alike (0 and 1; 3, 4, 7 and 11; 2 and 5; 9 and 10) are
# therefore in one split.
VALID_FORMS, TEST_FORMS = (8, 9, 10), (6, 12, 13)


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
    """Return 1,797 handwritten digits of 8 by 8 pixels, split by form.

    The task is to tell the digit, a class from 0 to 9. ``x`` holds the 64
    pixels row by row, from 0 (paper) to 1 (ink); ``x.view(-1, 8, 8)`` are the
    images. No form is in two splits: 8 forms for training (1,020 rows), 3 for
    validation (386) and 3 for test (391). 13 people filled the 14 forms;
    forms that look alike are in one split, so that no person is likely to be
    in two.

    References
    ----------
    Alpaydin and Kaynak (1998), "Optical recognition of handwritten digits",
    UCI Machine Learning Repository, CC BY 4.0; scikit-learn ships what
    UCI calls the test set.
    """
    pixels, classes = datasets.load_digits(return_X_y=True)
    forms = digit_forms().numpy()
    valid, test = np.isin(forms, VALID_FORMS), np.isin(forms, TEST_FORMS)
    return Splits(
        *(
            _examples(pixels[rows] / 16, classes[rows])
            for rows in (~(valid | test), valid, test)
        )
    )


def digit_forms() -> Tensor:
    """Return the form of each digit, ``(1797,)``, in scikit-learn's order."""
    sizes = torch.tensor(FORM_STARTS).diff()
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
    return _split_at_random(x, y.astype(np.float32))


def _split_at_random(x: NDArray[np.float64], y: NDArray[np.generic]) -> Splits:
    rows = np.arange(len(x))
    train, rest = train_test_split(rows, test_size=0.4, random_state=0)
    valid, test = train_test_split(rest, test_size=0.5, random_state=0)
    return Splits(
        *(_examples(x[chosen], y[chosen]) for chosen in (train, valid, test))
    )


def _examples(x: NDArray[np.float64], y: NDArray[np.generic]) -> Examples:
    return Examples(torch.from_numpy(x).float(), torch.from_numpy(y))
