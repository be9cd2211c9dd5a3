"""Scores of predicted numbers: MSE, RMSE, MAE and R2.

Sums are in float64, so that numbers far from zero keep their digits.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from helpers.metrics.checks import check_finite, check_numbers
from helpers.metrics.chunks import CHUNK


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
    squares = _sum_over_chunks(_squares, preds, targets)
    return squares.sum().item() / targets.numel()


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
    total = _sum_over_chunks(_sizes, preds, targets)
    return total.sum().item() / targets.numel()


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

    Notes
    -----
    The mean is taken off before anything is squared. torchmetrics 1.9 squares
    first, in the precision of the input: of float32 targets around a million
    that vary by one, it calls nearly every prediction perfect.
    """
    errors = _sum_over_chunks(_squares, preds, targets)
    spread = _spread(targets)
    if bool((spread == 0).any()):
        raise ValueError(
            "all targets (of a column) are equal, so R2 has no meaning; use "
            "rmse or mae"
        )
    return torch.mean(1 - errors / spread).item()


def _spread(targets: Tensor) -> Tensor:
    """Return the sum of squares around the mean, of each column."""
    # Taken around a number in the middle first, so that no digits are lost.
    some = targets[:: 1 + len(targets) // 1000]
    middle = some.median(0).values.expand(targets.shape)
    squares, sums = _sum_over_chunks(_squares_and_sums, middle, targets)
    spread: Tensor = squares - sums.square() / len(targets)
    return spread


def _sum_over_chunks(
    term: Callable[[Tensor], Tensor], preds: Tensor, targets: Tensor
) -> Tensor:
    """Return the sum of ``term(errors)`` over the rows, of each column.

    Of float32 numbers the errors are taken in float32, which is right to
    seven digits wherever the numbers are; their squares and sums need more.
    """
    check_numbers(preds, targets)
    quick = preds.dtype == targets.dtype == torch.float32
    total = _sum_of(term, preds, targets, quick)
    if not bool(total.isfinite().all()):
        check_finite(preds, targets)
        total = _sum_of(term, preds, targets, quick=False)  # it overflowed
    return total


def _sum_of(
    term: Callable[[Tensor], Tensor],
    preds: Tensor,
    targets: Tensor,
    quick: bool,
) -> Tensor:
    total = torch.zeros((), dtype=torch.float64)
    chunks = zip(preds.split(CHUNK), targets.split(CHUNK), strict=True)
    for ours, wanted in chunks:
        if quick:
            total = total + term((ours - wanted).double())
        else:
            total = total + term(ours.double() - wanted.double())
    return total


def _squares(errors: Tensor) -> Tensor:
    return errors.dot(errors) if errors.ndim == 1 else errors.square().sum(0)


def _squares_and_sums(errors: Tensor) -> Tensor:
    return torch.stack([_squares(errors), errors.sum(0)])


def _sizes(errors: Tensor) -> Tensor:
    return errors.abs().sum(0)
