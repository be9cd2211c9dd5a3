"""Scores of probabilities and rankings, before any threshold is chosen.

Rankings are walked down once, in order, with tied scores as one threshold.
"""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from helpers.metrics.checks import check_binary, check_classes, check_rows
from helpers.metrics.chunks import CHUNK


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
    true_positives, predicted = _positives(scores, targets)
    false_positives = predicted.sub_(true_positives)
    # Twice the area, in whole numbers: trapezia between thresholds.
    wide = false_positives[1:] - false_positives[:-1]
    high = true_positives[1:] + true_positives[:-1]
    area = true_positives[0] * false_positives[0] + wide.mul_(high).sum()
    pairs = 2.0 * true_positives[-1] * false_positives[-1]
    return (area.double() / pairs).item()


def average_precision(scores: Tensor, targets: Tensor) -> float:
    """Return the area under the precision-recall curve, as a sum of steps.

    Parameters and errors are those of `roc_auc`. A random order has the share
    of class 1 as its score.
    """
    true_positives, predicted = _positives(scores, targets)
    gains = torch.diff(true_positives, prepend=true_positives.new_zeros(1))
    steps = gains * true_positives / predicted.double()
    return (steps.sum() / true_positives[-1]).item()


class Reliability(NamedTuple):
    """Predicted probability and observed frequency, in bins of equal width.

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
        How many intervals of equal width the range from 0 to 1 is cut into.

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
            "probabilities must be in [0, 1] and not nan; turn logits into "
            "them with softmax(-1), or sigmoid() for one column"
        )
    if probs.ndim == 1:
        check_binary(probs, targets)
    chunks = zip(probs.split(CHUNK), targets.split(CHUNK), strict=True)
    sums = torch.zeros(3, bins, dtype=torch.float64)
    for some, wanted in chunks:
        sums += _in_bins(some, wanted, bins)
    rows, confidence, came_true = sums[:, sums[0] > 0]
    return Reliability(confidence / rows, came_true / rows, rows.long())


def _in_bins(probs: Tensor, targets: Tensor, bins: int) -> Tensor:
    """Count rows, probabilities and what came true in each bin: (3, bins)."""
    if probs.ndim == 1:
        confidence, came_true = probs.double(), targets.double()
    else:
        confidence, came_true = _of_the_largest(probs, targets)
    place = (confidence * bins).ceil().long().clamp(1, bins) - 1
    weights = (torch.ones_like(confidence), confidence, came_true)
    return torch.stack([torch.bincount(place, w, bins) for w in weights])


def calibration_error(probs: Tensor, targets: Tensor, bins: int = 15) -> float:
    """Return the expected calibration error: probability against frequency.

    The mean over rows of the gap between mean probability and frequency in a
    row's bin; 0 is perfect calibration. Parameters and errors are those of
    `reliability`.

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
    floating = probs.is_floating_point()
    rounding = torch.finfo(probs.dtype).eps if floating else 0.0
    if bool(((total - 1).abs() > max(1e-3, rounding)).any()):  # bfloat16: 0.008
        raise ValueError(
            "the probabilities of a row must add up to 1; turn logits into "
            "probabilities with softmax(-1)"
        )
    confidence, labels = probs.double().max(dim=1)
    check_classes(labels, targets)
    return confidence, (labels == targets.long()).double()


def _positives(scores: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return true and predicted positives at each threshold, highest first.

    Both are whole numbers, ``(thresholds,)``; equal scores count as one.
    """
    check_binary(scores, targets)
    ordered, ones = _ranked(scores, targets)
    is_last = functional.pad(ordered[1:] != ordered[:-1], (0, 1), value=True)
    del ordered  # a long ranking is held in as few copies as can be
    true_positives = ones.cumsum(0)
    if true_positives[-1] in (0, len(true_positives)):
        raise ValueError(
            "all targets are of one class, so a ranking of the two has no "
            "meaning; take more rows, or look at the accuracy"
        )
    true_positives = true_positives[is_last]
    return true_positives, is_last.nonzero().flatten().add_(1)


def _ranked(scores: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return scores from high to low, and which rows are of class 1."""
    ordered, order = scores.sort(descending=True)
    return ordered, targets.bool()[order]
