"""How sure a score is: bootstrap intervals, for one model and for two.

The rows of the test part are drawn again and again; what moves is luck.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from helpers.metrics.checks import check_rows


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
    """
    check_rows(preds_a, targets)
    check_rows(preds_b, targets)

    def gap(rows: Tensor) -> float:
        wanted = targets[rows]
        return metric(preds_a[rows], wanted) - metric(preds_b[rows], wanted)

    low, high = _interval(gap, len(targets), level, resamples, seed)
    return Difference(gap(torch.arange(len(targets))), low, high)


def _interval(
    score: Callable[[Tensor], float],
    count: int,
    level: float,
    resamples: int,
    seed: int,
) -> tuple[float, float]:
    """Return the middle ``level`` of the scores of resampled row numbers."""
    if resamples < 1:
        raise ValueError(f"resamples must be at least 1, got {resamples}")
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, got {level}")
    draw = torch.Generator().manual_seed(seed)
    scores = [
        score(torch.randint(count, (count,), generator=draw))
        for _ in range(resamples)
    ]
    tail = (1 - level) / 2
    low, high = np.quantile(scores, [tail, 1 - tail])
    return float(low), float(high)
