"""Scores a split that comes in batches as if it had come in one piece.

The batches are kept, not their scores: the mean of batch scores is wrong as
soon as batches differ in size, and for F1 or BLEU even if they do not.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor

Score = TypeVar("Score")
Rows = Tensor | Sequence[Any]


class Accumulator(Generic[Score]):
    """A metric that is fed batch by batch.

    Parameters
    ----------
    metric
        Any function ``(preds, targets)`` of this package, of tensors or of
        lists.

    Examples
    --------
    >>> score = Accumulator(accuracy)
    >>> for x, y in loader:
    ...     score.update(model(x), y)
    >>> score.compute()
    """

    def __init__(self, metric: Callable[[Any, Any], Score]) -> None:
        self._metric = metric
        self._preds: list[Rows] = []
        self._targets: list[Rows] = []

    def update(self, preds: Rows, targets: Rows) -> None:
        """Add the rows of one batch.

        Raises
        ------
        ValueError
            If there is not a target for each prediction.
        """
        if len(preds) != len(targets):
            raise ValueError(
                f"a batch has {len(preds)} predictions but {len(targets)} "
                "targets; both must be of the same rows"
            )
        self._preds.append(_kept(preds))
        self._targets.append(_kept(targets))

    def compute(self) -> Score:
        """Return the score of all rows so far.

        Raises
        ------
        ValueError
            If nothing was added, or as the metric raises.
        """
        if not self._targets:
            raise ValueError("no rows to score; call update() for each batch")
        return self._metric(_join(self._preds), _join(self._targets))


def _kept(rows: Rows) -> Rows:
    return rows.detach().cpu() if isinstance(rows, Tensor) else list(rows)


def _join(batches: list[Rows]) -> Rows:
    tensors = [batch for batch in batches if isinstance(batch, Tensor)]
    if len(tensors) == len(batches):
        return torch.cat(tensors)
    return list(chain.from_iterable(batches))
