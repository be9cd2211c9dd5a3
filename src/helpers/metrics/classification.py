"""Scores of predicted classes: accuracy, precision, recall, F1.

All but accuracy are read off the confusion matrix, as in scikit-learn.
"""

from collections.abc import Callable
from typing import Literal, overload

import torch
from torch import Tensor

from helpers.metrics.checks import check_classes, classes_of

Average = Literal["macro", "micro", "weighted"]


def accuracy(preds: Tensor, targets: Tensor) -> float:
    """Return the share of rows whose class is predicted correctly.

    Parameters
    ----------
    preds
        ``(rows,)`` whole numbers: classes; or ``(rows, classes)`` floats:
        scores, of which the largest decides.
    targets
        ``(rows,)`` whole numbers.

    Raises
    ------
    ValueError
        If the shapes differ, there are no rows, a target is below 0 (such as
        -100, which stands for no class), a score is nan, or ``preds`` are
        single scores for which a threshold has to be chosen first.
    """
    labels = classes_of(preds)
    check_classes(labels, targets)
    return (labels.long() == targets.long()).double().mean().item()


def confusion_matrix(
    preds: Tensor, targets: Tensor, classes: int | None = None
) -> Tensor:
    """Count how often each class was predicted as each class.

    Parameters
    ----------
    preds
        ``(rows,)`` classes, or ``(rows, classes)`` scores, of which the
        largest decides.
    targets
        ``(rows,)`` classes.
    classes
        How many there are; by default as many as there are scores, or as the
        largest class that occurs demands.

    Returns
    -------
    Tensor
        ``(classes, classes)`` of int64: rows are actual, columns predicted.

    Raises
    ------
    ValueError
        As `accuracy` raises, or if a class is not in ``[0, classes)``.
    """
    labels = classes_of(preds)
    if classes is None and preds.is_floating_point() and preds.ndim == 2:
        classes = preds.shape[1]
    check_classes(labels, targets)
    labels, targets = labels.flatten().long(), targets.flatten().long()
    highest = int(max(labels.max(), targets.max()))
    classes = highest + 1 if classes is None else classes
    lowest = int(min(labels.min(), targets.min()))
    if lowest < 0 or highest >= classes:
        wrong = lowest if lowest < 0 else highest
        raise ValueError(
            f"classes must be in [0, {classes - 1}], got {wrong}; leave out "
            "rows without a class (such as -100) before you score"
        )
    counts = torch.bincount(targets * classes + labels, minlength=classes**2)
    return counts.view(classes, classes)


@overload
def precision(
    preds: Tensor, targets: Tensor, average: Average = "macro"
) -> float: ...
@overload
def precision(preds: Tensor, targets: Tensor, average: None) -> Tensor: ...
def precision(
    preds: Tensor, targets: Tensor, average: Average | None = "macro"
) -> float | Tensor:
    """Return true positives over predicted positives, for each class.

    Parameters
    ----------
    preds, targets
        As `confusion_matrix` takes them.
    average
        ``"macro"``: the mean over the classes that occur in the predictions
        or the targets; ``"weighted"``: that mean with the number of targets
        of each class as weight; ``"micro"``: of all rows together, which is
        the accuracy. ``None``: ``(classes,)``, one number per class,
        nan for a class that does not occur at all.

    Notes
    -----
    A class that occurs but is never predicted has precision 0, one that is
    predicted but never occurs has recall 0: scikit-learn's ``zero_division=0``.

    Raises
    ------
    ValueError
        As `confusion_matrix` raises, or if there is no such average.
    """
    return _averaged(preds, targets, average, _precision)


@overload
def recall(
    preds: Tensor, targets: Tensor, average: Average = "macro"
) -> float: ...
@overload
def recall(preds: Tensor, targets: Tensor, average: None) -> Tensor: ...
def recall(
    preds: Tensor, targets: Tensor, average: Average | None = "macro"
) -> float | Tensor:
    """Return true positives over actual positives, for each class.

    Parameters, conventions and errors are those of `precision`.
    """
    return _averaged(preds, targets, average, _recall)


@overload
def f1(preds: Tensor, targets: Tensor, average: Average = "macro") -> float: ...
@overload
def f1(preds: Tensor, targets: Tensor, average: None) -> Tensor: ...
def f1(
    preds: Tensor, targets: Tensor, average: Average | None = "macro"
) -> float | Tensor:
    """Return the harmonic mean of precision and recall of each class.

    Parameters, conventions and errors are those of `precision`.
    """
    return _averaged(preds, targets, average, _f1)


def _averaged(
    preds: Tensor,
    targets: Tensor,
    average: Average | None,
    score: Callable[[Tensor, Tensor, Tensor], Tensor],
) -> float | Tensor:
    matrix = confusion_matrix(preds, targets).double()
    true_positives = matrix.diag()
    predicted, actual = matrix.sum(0), matrix.sum(1)
    if average == "micro":
        pooled = score(true_positives.sum(), predicted.sum(), actual.sum())
        return pooled.item()
    occurs = (predicted + actual) > 0
    each = score(true_positives, predicted, actual)
    if average is None:
        return each.where(occurs, torch.nan)
    if average == "macro":
        return each[occurs].mean().item()
    if average == "weighted":
        return ((each * actual).sum() / actual.sum()).item()
    raise ValueError(
        f"average must be 'macro', 'micro', 'weighted' or None, got {average!r}"
    )


def _precision(
    true_positives: Tensor, predicted: Tensor, actual: Tensor
) -> Tensor:
    return true_positives / predicted.clamp(min=1)


def _recall(
    true_positives: Tensor, predicted: Tensor, actual: Tensor
) -> Tensor:
    return true_positives / actual.clamp(min=1)


def _f1(true_positives: Tensor, predicted: Tensor, actual: Tensor) -> Tensor:
    return 2 * true_positives / (predicted + actual).clamp(min=1)
