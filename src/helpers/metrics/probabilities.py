"""Scores of probabilities and rankings, before any threshold is chosen.

`roc_auc` and `average_precision` are scikit-learn's, with checks.
"""

from typing import NamedTuple

import torch
from sklearn.metrics import average_precision_score, roc_auc_score
from torch import Tensor

from helpers.metrics.checks import check_binary, check_classes, check_rows


def roc_auc(scores: Tensor, targets: Tensor) -> float:
    """Return the area under the ROC curve.

    It is the chance that a row of class 1 has a higher score than a row of
    class 0, with ties counted as half.

    Parameters
    ----------
    scores
        ``(rows,)``: probabilities or logits of class 1; only their order
        counts.
    targets
        ``(rows,)``: 0 or 1, of any type.

    Raises
    ------
    ValueError
        If the shapes are wrong, a score is nan, a target is neither 0 nor 1,
        or all targets are of one class.
    """
    check_binary(scores, targets)
    _both_classes(targets, "ROC AUC")
    return float(roc_auc_score(targets.numpy(), scores.numpy()))


def average_precision(scores: Tensor, targets: Tensor) -> float:
    """Return the area under the precision-recall curve, as a sum of steps.

    Parameters and errors are those of `roc_auc`. A random order has the share
    of class 1 as its score.
    """
    check_binary(scores, targets)
    _both_classes(targets, "average precision")
    return float(average_precision_score(targets.numpy(), scores.numpy()))


class Reliability(NamedTuple):
    """What was promised and what came true, in bins of equal width.

    Attributes
    ----------
    confidence
        ``(bins,)``: the mean probability of the rows in each bin.
    frequency
        ``(bins,)``: the share of them that came true.
    rows
        ``(bins,)``: how many rows they are; bins without rows are left out.
    """

    confidence: Tensor
    frequency: Tensor
    rows: Tensor


def reliability(probs: Tensor, targets: Tensor, bins: int = 15) -> Reliability:
    """Sort predictions into bins by their probability.

    Parameters
    ----------
    probs
        ``(rows,)``: the probability of class 1; or ``(rows, classes)``: of
        every class, where the largest counts, and comes true if its class is
        the target's.
    targets
        ``(rows,)``: 0 or 1, or classes.
    bins
        How many parts the range from 0 to 1 is cut into.

    Raises
    ------
    ValueError
        If lengths differ, a probability is not in [0, 1], or those of a row do
        not add up to 1.
    """
    check_rows(probs, targets)
    if bins < 1:
        raise ValueError(f"bins must be at least 1, got {bins}")
    if not bool(((probs >= 0) & (probs <= 1)).all()):
        raise ValueError(
            "probabilities must be in [0, 1]; turn logits into them with "
            "softmax(-1), or sigmoid() for one column"
        )
    if probs.ndim == 1:
        check_binary(probs, targets)
        confidence, came_true = probs.double(), targets.double()
    else:
        confidence, came_true = _of_the_largest(probs, targets)
    place = (confidence * bins).ceil().long().clamp(1, bins) - 1
    count = torch.bincount(place, minlength=bins)
    some = count > 0
    sums = [
        torch.bincount(place, weights=values, minlength=bins)[some]
        for values in (confidence, came_true)
    ]
    count = count[some]
    return Reliability(sums[0] / count, sums[1] / count, count)


def calibration_error(probs: Tensor, targets: Tensor, bins: int = 15) -> float:
    """Return the expected calibration error: promise against frequency.

    The mean over rows of the gap between mean probability and frequency in a
    row's bin; 0 is honest. Parameters and errors are those of `reliability`.

    References
    ----------
    Guo, Pleiss, Sun and Weinberger (2017), "On calibration of modern neural
    networks", ICML.
    """
    confidence, frequency, rows = reliability(probs, targets, bins)
    gaps = (confidence - frequency).abs()
    return ((gaps * rows).sum() / rows.sum()).item()


def _of_the_largest(probs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return the largest probability of each row, and whether it was right."""
    total = probs.double().sum(1)
    if not torch.allclose(total, torch.ones_like(total), atol=1e-3):
        raise ValueError(
            "the probabilities of a row must add up to 1; turn logits into "
            "probabilities with softmax(-1)"
        )
    confidence, labels = probs.double().max(dim=1)
    check_classes(labels, targets)
    return confidence, (labels == targets).double()


def _both_classes(targets: Tensor, name: str) -> None:
    if len(torch.unique(targets)) < 2:
        raise ValueError(
            f"all targets are of one class, so {name} has no meaning; take "
            "more rows, or look at the accuracy"
        )
