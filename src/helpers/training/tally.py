"""Adds up what the batches of one pass gave, so that the split is scored once.

Losses are weighed by their counts and metrics see all rows together: a mean
of batch means is wrong as soon as one batch is smaller than the others.
"""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor

from helpers.training.output import Metric, Output


class Predictions(NamedTuple):
    """Every prediction of a split with its target, in the loader's order.

    Attributes
    ----------
    preds
        ``(rows, ...)``, on the CPU.
    targets
        ``(rows, ...)``, on the CPU.
    """

    preds: Tensor
    targets: Tensor


class Tally:
    """The running totals of one pass over a loader."""

    def __init__(self, keep: bool) -> None:
        self._keep = keep
        self._loss = 0.0
        self._count = 0.0
        self._preds: list[Tensor] = []
        self._targets: list[Tensor] = []

    def add(self, loss: float, output: Output) -> None:
        """Add one batch; ``loss`` is ``output.loss`` as a number."""
        if output.count:  # the mean of no items is 0 / 0
            self._loss += loss * output.count
            self._count += output.count
        if self._keep:
            if output.preds is None or output.targets is None:
                raise ValueError(
                    "metrics and predict() need a step that returns "
                    "Output(loss, count, preds, targets); this one left out "
                    "the last two"
                )
            self._preds.append(output.preds.detach())
            self._targets.append(output.targets)

    def mean_loss(self) -> float:
        """Return the loss per item over all that was added."""
        if self._count == 0:
            raise ValueError(
                "nothing to average: every batch had a count of 0; were all "
                "labels ignored?"
            )
        return self._loss / self._count

    def predictions(self) -> Predictions:
        """Return all rows in order, on the CPU.

        Raises
        ------
        ValueError
            If batches were padded to different lengths.
        """
        return Predictions(_join(self._preds), _join(self._targets))

    def score(self, metrics: Mapping[str, Metric]) -> dict[str, float]:
        """Return the mean loss and each metric of the whole split."""
        scores = {"loss": self.mean_loss()}
        if metrics:
            preds, targets = self.predictions()
            for name, metric in metrics.items():
                scores[name] = float(metric(preds, targets))
        return scores


def _join(batches: list[Tensor]) -> Tensor:
    shapes = {tuple(batch.shape[1:]) for batch in batches}
    if len(shapes) > 1:
        raise ValueError(
            f"batches differ in more than their length: {sorted(shapes)}; "
            "pad them to one length in the collator, or let the step return "
            "only the tokens that count, in one row"
        )
    return torch.cat(batches).cpu()
