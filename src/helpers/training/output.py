"""What one step hands back to the loop, and what a step is.

A step is all that differs between the course's four domains: it knows how a
batch is laid out and which loss goes with it. The loop knows nothing of that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from torch import Tensor, nn

if TYPE_CHECKING:
    from helpers.training.early_stopping import EarlyStopping
    from helpers.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class Output:
    """The result of one forward pass.

    Attributes
    ----------
    loss
        A scalar: the mean loss over ``count`` items, with its graph.
    count
        How many items that mean is over: rows, or tokens that are not
        padding, or the sum of their weights. The loop weighs each batch by
        it, so an uneven last batch changes nothing. A batch with a count of
        0 is passed over.
    preds
        What the model gave, ``(batch, ...)``; kept for the metrics.
    targets
        What it should have given, ``(batch, ...)``.
    """

    loss: Tensor
    count: float
    preds: Tensor | None = None
    targets: Tensor | None = None


Step = Callable[[nn.Module, Any], Output]
"""``step(model, batch) -> Output``; the batch is on the model's device."""

Metric = Callable[[Tensor, Tensor], float]
"""``metric(preds, targets) -> float``, both of a whole split, on the CPU."""


class Keeper(Protocol):
    """What keeps a run in files: :class:`helpers.checkpoints.Checkpoints`."""

    def resume(
        self, trainer: "Trainer", early_stopping: "EarlyStopping | None"
    ) -> object:
        """Set the run to what was kept last, if anything was."""

    def is_due(self) -> bool:
        """Count an update, and say whether to save after it."""

    def save(
        self, trainer: "Trainer", early_stopping: "EarlyStopping | None"
    ) -> object:
        """Keep the run as it is now."""
