"""Scores of a whole split, as pure functions of predictions and targets.

None of them is ever averaged over batches; chapter 1 shows why.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor


def accuracy(preds: Tensor, targets: Tensor) -> float:
    """Return the share of rows whose class is predicted right.

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
        If the shapes differ, there are no rows, a score is nan, or ``preds``
        are single scores for which a threshold has to be chosen first.
    """
    labels = _classes(preds)
    _check_rows(labels, targets)
    if labels.shape != targets.shape:
        raise ValueError(
            f"predicted classes {tuple(labels.shape)} and targets "
            f"{tuple(targets.shape)} must have one shape; compare one class "
            "with one target, for instance after squeeze(-1)"
        )
    if targets.is_floating_point():
        raise ValueError(
            f"targets must be classes (whole numbers), got {targets.dtype}; "
            "convert with targets.long()"
        )
    return (labels == targets).double().mean().item()


def rmse(preds: Tensor, targets: Tensor) -> float:
    """Return the root mean squared error, in the unit of the targets.

    Parameters
    ----------
    preds, targets
        Of one shape, ``(rows,)`` or ``(rows, ...)``; the mean is over all
        numbers, computed in float64.

    Raises
    ------
    ValueError
        If the shapes differ, there are no rows, or a number is not finite.
    """
    _check_rows(preds, targets)
    if preds.shape != targets.shape:
        raise ValueError(
            f"predictions {tuple(preds.shape)} and targets "
            f"{tuple(targets.shape)} must have one shape; use "
            "preds.squeeze(-1) if the model gives one column"
        )
    errors = preds.double() - targets.double()
    if not errors.isfinite().all():
        raise ValueError(
            "predictions or targets hold nan or infinity; look at "
            "preds.isfinite().all() and targets.isfinite().all()"
        )
    return errors.square().mean().sqrt().item()


def bootstrap_interval(
    metric: Callable[[Tensor, Tensor], float],
    preds: Tensor,
    targets: Tensor,
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a metric.

    The rows are drawn again, with replacement, ``resamples`` times; the
    interval holds the middle ``level`` of the scores. It tells how much a
    score would move with other rows of the same kind, not how much it would
    move with another seed of the training.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1, there are no resamples, or as
        the metric raises.

    References
    ----------
    Efron (1979), "Bootstrap methods: another look at the jackknife".
    """
    if resamples < 1:
        raise ValueError(f"resamples must be at least 1, got {resamples}")
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    _check_rows(preds, targets)
    draw = torch.Generator().manual_seed(seed)
    scores = []
    for _ in range(resamples):
        rows = torch.randint(len(targets), (len(targets),), generator=draw)
        scores.append(metric(preds[rows], targets[rows]))
    tail = (1 - level) / 2
    low, high = np.quantile(scores, [tail, 1 - tail])
    return float(low), float(high)


def _classes(preds: Tensor) -> Tensor:
    if not preds.is_floating_point():
        return preds
    if preds.ndim < 2 or preds.shape[1] == 1:
        raise ValueError(
            f"predictions must be classes, got {preds.dtype} scores of shape "
            f"{tuple(preds.shape)}; choose a threshold first, for instance "
            "(logits > 0).long()"
        )
    if preds.isnan().any():
        raise ValueError(
            "the scores hold nan, so there is no largest one; look for the "
            "batch where the model first gives nan"
        )
    return preds.argmax(dim=1)


def _check_rows(preds: Tensor, targets: Tensor) -> None:
    if len(preds) != len(targets):
        raise ValueError(
            f"{len(preds)} predictions but {len(targets)} targets; both must "
            "be of the same rows"
        )
    if len(targets) == 0:
        raise ValueError("no rows to score; is the split empty?")
