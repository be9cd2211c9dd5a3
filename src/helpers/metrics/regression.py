"""Scores of predicted numbers: MSE, RMSE, MAE and R2.

All are computed in float64, so that numbers far from zero keep their digits.
"""

import torch
from torch import Tensor

from helpers.metrics.checks import check_numbers


def mse(preds: Tensor, targets: Tensor) -> float:
    """Return the mean squared error, in the square of the targets' unit.

    Parameters
    ----------
    preds, targets
        Of one shape, ``(rows,)`` or ``(rows, ...)``; the mean is over all
        numbers.

    Raises
    ------
    ValueError
        If the shapes differ, there are no rows, or a number is not finite.
    """
    check_numbers(preds, targets)
    return (preds.double() - targets.double()).square().mean().item()


def rmse(preds: Tensor, targets: Tensor) -> float:
    """Return the root mean squared error, in the unit of the targets.

    Parameters and errors are those of `mse`. The root is taken once, of the
    mean over all numbers; scikit-learn takes one for each column and averages.
    """
    return float(mse(preds, targets) ** 0.5)


def mae(preds: Tensor, targets: Tensor) -> float:
    """Return the mean absolute error, in the unit of the targets.

    Parameters and errors are those of `mse`.
    """
    check_numbers(preds, targets)
    return (preds.double() - targets.double()).abs().mean().item()


def r2(preds: Tensor, targets: Tensor) -> float:
    """Return the share of the targets' variance that is explained.

    1 is perfect, 0 as good as always saying the mean of these targets, and
    below 0 worse. Of several columns, ``(rows, columns)``, each has its own
    mean and score, and the scores are averaged, as scikit-learn does.

    Raises
    ------
    ValueError
        As `mse` raises, or if all targets of a column are equal, so that
        there is nothing to explain.
    """
    check_numbers(preds, targets)
    wanted = targets.double().reshape(len(targets), -1)
    errors = wanted - preds.double().reshape(len(preds), -1)
    spread = (wanted - wanted.mean(0)).square().sum(0)
    if bool((spread == 0).any()):
        raise ValueError(
            "all targets (of a column) are equal, so R2 has no meaning; use "
            "rmse or mae"
        )
    return torch.mean(1 - errors.square().sum(0) / spread).item()
