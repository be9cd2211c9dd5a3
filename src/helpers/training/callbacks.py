"""What hangs on the loop: progress, early stopping, checkpoints, your own.

The loop calls each callback at the moments below, in their order.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from helpers.training.accumulator import Accumulator
from helpers.training.history import History
from helpers.training.run_state import RunState
from helpers.training.strategy import Strategy


class Run(Protocol):
    """What a callback sees of the :class:`~helpers.training.Trainer`."""

    model: nn.Module
    optimizer: Optimizer
    scheduler: LRScheduler | None
    strategy: Strategy
    run_state: RunState
    should_stop: bool

    @property
    def history(self) -> History:
        """One row for each epoch trained so far."""


class Callback:
    """Does nothing; override what you need.

    Set ``run.should_stop = True`` at an epoch's end to stop there.
    """

    def on_batch_end(self, run: Run) -> None:
        """Do something after each training batch."""

    def on_update(self, run: Run, totals: Accumulator) -> None:
        """Do something after each update; ``totals`` is of the epoch so far."""

    def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
        """Do something after each epoch; ``row`` is what the history got."""


class Checkpointer(Callback):
    """A callback that saves a run, and resumes it before the first epoch."""

    def resume(self, run: Run, early_stopping: Any = None) -> bool:
        """Set the run to what was saved last; return whether there was any."""
        raise NotImplementedError
