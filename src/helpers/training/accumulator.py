"""Adds up what the batches of one pass gave, so that the split is scored once.

Losses are weighed by their counts and metrics see all rows together: a mean
of batch means is wrong as soon as one batch is smaller than the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from helpers.training.step_output import Metric, StepOutput


class Predictions(NamedTuple):
    """Every prediction of a split with its target, in the loader's order.

    Attributes
    ----------
    preds
        ``(rows, ...)``, on the CPU; float32 if they were in half precision,
        which NumPy and plots cannot all take.
    targets
        ``(rows, ...)``, as ``preds``.
    """

    preds: Tensor
    targets: Tensor


class Accumulator:
    """The running totals of one pass over a loader.

    Attributes
    ----------
    batches
        How many batches there were so far, passed over or not.
    """

    def __init__(self, keep: bool) -> None:
        self.batches = 0
        self._keep = keep
        self._loss = 0.0
        self._count = 0.0
        self._preds: list[Tensor | None] = []
        self._targets: list[Tensor | None] = []

    def skip(self) -> None:
        """Pass over a batch, of which nothing counts here."""
        self.batches += 1
        if self._keep:
            self._preds.append(None)
            self._targets.append(None)

    def add(
        self, loss: float, output: StepOutput, counted: bool = True
    ) -> None:
        """Add one batch; ``loss`` is its mean loss as a number.

        A batch that is not counted is a copy of what another process adds.
        """
        if not counted:
            self.skip()
            return
        self.batches += 1
        if output.count:  # the mean of no items is 0 / 0
            self._loss += loss * output.count
            self._count += output.count
        if self._keep:
            self._preds.append(_kept(output.preds, "preds").detach())
            self._targets.append(_kept(output.targets, "targets"))

    def mean_loss(self) -> float:
        """Return the loss per item over all that was added."""
        if self._count == 0:
            raise ValueError(
                "nothing to average: every batch had a count of 0; were all "
                "labels ignored?"
            )
        return self._loss / self._count

    def predictions(self) -> Predictions:
        """Return all rows in order, on the CPU, in float32 or more.

        Raises
        ------
        ValueError
            If batches were padded to different lengths.
        """
        preds, targets = _join(self._preds), _join(self._targets)
        return Predictions(_in_full(preds), _in_full(targets))

    def score(self, metrics: Mapping[str, Metric]) -> dict[str, float]:
        """Return the mean loss and each metric of the whole split."""
        scores = {"loss": self.mean_loss()}
        if metrics:
            preds, targets = self.predictions()
            for name, metric in metrics.items():
                scores[name] = _number(name, metric(preds, targets))
        return scores

    def state_dict(self) -> dict[str, Any]:
        """Return all that was added, on the CPU."""
        return {
            "batches": self.batches,
            "keep": self._keep,
            "loss": self._loss,
            "count": self._count,
            "preds": _to_cpu(self._preds),
            "targets": _to_cpu(self._targets),
        }

    def load_state_dict(self, state: Mapping[str, Any], main: bool) -> None:
        """Go on from a state; only the main process takes what it counted."""
        if state["keep"] != self._keep:
            raise ValueError(
                "the run was interrupted within an epoch "
                f"{'with' if state['keep'] else 'without'} metrics; pass the "
                "same metrics to go on"
            )
        self.batches = state["batches"]
        if main:
            self._loss, self._count = state["loss"], state["count"]
            self._preds = list(state["preds"])
            self._targets = list(state["targets"])
        elif self._keep:
            self._preds = [None] * self.batches
            self._targets = [None] * self.batches

    @classmethod
    def merged(cls, states: Sequence[Mapping[str, Any]]) -> "Accumulator":
        """Return the totals of all processes, their rows in one order."""
        whole = cls(states[0]["keep"])
        whole.batches = states[0]["batches"]
        whole._loss = sum(state["loss"] for state in states)
        whole._count = sum(state["count"] for state in states)
        for name in ("preds", "targets"):
            batches = zip(*(state[name] for state in states), strict=True)
            setattr(whole, f"_{name}", [_one_batch(one) for one in batches])
        return whole


def _kept(rows: Any, name: str) -> Tensor:
    """Return what a step gave for the metrics, or say why it is of no use."""
    if rows is None:
        raise ValueError(
            "metrics and predict() need a step that returns "
            "StepOutput(loss, count, preds, targets); this one left out the "
            "last two"
        )
    if not isinstance(rows, Tensor):
        raise ValueError(
            f"the {name} of a step must be a tensor (batch, ...), got "
            f"{type(rows).__name__}; convert with torch.as_tensor"
        )
    return rows


def _number(name: str, score: Any) -> float:
    try:
        return float(score)
    except (RuntimeError, TypeError, ValueError) as error:
        raise ValueError(
            f"the metric {name!r} must give one number, got {score!r}"
        ) from error


def _in_full(rows: Tensor) -> Tensor:
    """Return half precision as float32, anything else as it is."""
    half = rows.is_floating_point() and rows.dtype.itemsize < 4
    return rows.float() if half else rows


def _to_cpu(batches: list[Tensor | None]) -> list[Tensor | None]:
    """Return copies, which hold no more memory than their own rows."""
    return [None if b is None else b.detach().cpu().clone() for b in batches]


def _one_batch(shards: Iterable[Tensor | None]) -> Tensor | None:
    """Put the rows that each process had of a batch together."""
    rows = [shard for shard in shards if shard is not None]
    return _join(rows) if rows else None


def _join(given: Iterable[Tensor | None]) -> Tensor:
    batches = [batch for batch in given if batch is not None]
    shapes = {tuple(batch.shape[1:]) for batch in batches}
    if len(shapes) > 1:
        raise ValueError(
            f"batches differ in more than their length: {sorted(shapes)}; "
            "pad them to one length in the collator, or let the step return "
            "only the tokens that count, in one row"
        )
    return torch.cat(batches).cpu()
