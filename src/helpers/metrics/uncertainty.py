"""How sure a score is: bootstrap intervals, for one model and for two.

The rows of the test split are drawn again and again; what moves is luck.
"""

import math
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from helpers.metrics.checks import check_rows
from helpers.options import whole_number

Score = Callable[[Tensor], float]
"""``score(rows)``: of the rows with these numbers."""


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
        If the level is not between 0 and 1, there are no resamples, or the
        metric has no meaning for all rows, or for half of the resamples.

    Warns
    -----
    UserWarning
        If resamples were drawn again because the metric has no meaning for
        them, such as the AUC of rows of one class; it says how many.

    References
    ----------
    Efron (1979), "Bootstrap methods: another look at the jackknife".
    """
    check_rows(preds, targets)
    return _interval(
        lambda rows: metric(preds[rows], targets[rows]),
        len(targets), level, resamples, seed,
    )  # fmt: skip


class Difference(NamedTuple):
    """How much better one model is than another, with an interval.

    Attributes
    ----------
    value
        The score of the first minus that of the second, on all rows.
    low, high
        The bootstrap interval; if 0 is outside, the rows alone do not explain
        the difference.
    """

    value: float
    low: float
    high: float


def paired_bootstrap(
    metric: Callable[[Tensor, Tensor], float],
    preds_a: Tensor,
    preds_b: Tensor,
    targets: Tensor,
    *,
    level: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> Difference:
    """Return the difference of two models' scores on the same rows.

    Both are scored on the same resamples, so that rows which are hard for
    both cancel out: the interval is narrower than two separate ones suggest.

    Parameters
    ----------
    metric, level, resamples, seed
        As for `bootstrap_interval`.
    preds_a, preds_b
        The predictions of the two models, for the same rows.
    targets
        ``(rows, ...)``.

    Raises
    ------
    ValueError
        As `bootstrap_interval` raises.

    Warns
    -----
    UserWarning
        As `bootstrap_interval` warns; a resample counts only if both models
        have a score on it.
    """
    check_rows(preds_a, targets)
    check_rows(preds_b, targets)

    def gap(rows: Tensor) -> float:
        wanted = targets[rows]
        a, b = metric(preds_a[rows], wanted), metric(preds_b[rows], wanted)
        return a - b

    low, high = _interval(gap, len(targets), level, resamples, seed)
    return Difference(gap(torch.arange(len(targets))), low, high)


def _interval(
    score: Score, count: int, level: float, resamples: int, seed: int
) -> tuple[float, float]:
    """Return the middle ``level`` of the scores of resampled row numbers."""
    resamples = whole_number("resamples", resamples)
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    draw = torch.Generator().manual_seed(whole_number("the seed", seed, None))
    scores: list[float] = []
    lost: list[str] = []  # why resamples have no score, each drawn once more
    while len(scores) < resamples:
        rows = torch.randint(count, (count,), generator=draw)
        value, reason = _try(score, rows)
        if not reason:
            scores.append(value)
            continue
        if not lost and (cause := _try(score, torch.arange(count))[1]):
            raise ValueError(f"the metric of all {count} rows: {cause}")
        lost.append(reason)
        if len(lost) > resamples:
            raise ValueError(
                f"more than half of the resamples of these {count} rows have "
                f"no score, so there is no interval: {reason}"
            )
    if lost:
        warnings.warn(
            f"{len(lost)} of {len(lost) + resamples} resamples have no score "
            f"and were drawn again; the last: {lost[-1]}",
            stacklevel=3,
        )
    return _middle(scores, level)


def _try(score: Score, rows: Tensor) -> tuple[float, str]:
    """Return the score of some rows, or else why there is none."""
    try:
        value = score(rows)
    except (ValueError, ArithmeticError) as error:
        return math.nan, str(error) or type(error).__name__
    try:
        number = float(value)
    except (RuntimeError, TypeError, ValueError) as error:
        raise TypeError(
            f"the metric must give one number, got {value!r}; with "
            "average=None choose one of the classes"
        ) from error
    return number, "it is nan" if math.isnan(number) else ""


def _middle(scores: list[float], level: float) -> tuple[float, float]:
    """Return what the middle ``level`` of the scores lies between."""
    tail = (1 - level) / 2
    if all(map(math.isfinite, scores)):
        low, high = np.quantile(scores, [tail, 1 - tail])
    else:  # nothing can be taken between a number and infinity
        low = np.quantile(scores, tail, method="lower")
        high = np.quantile(scores, 1 - tail, method="higher")
    return float(low), float(high)
