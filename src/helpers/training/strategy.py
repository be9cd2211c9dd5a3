"""What the loop asks of the processes that run it, and the answers of one.

Alone, a process reads every batch itself and has nothing to send;
:mod:`helpers.training.distributed` has the answers of several.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice, repeat
from typing import Any, TypeVar

from torch import nn
from torch.optim import Optimizer

from helpers.training.accumulator import Accumulator
from helpers.training.batches import read
from helpers.training.step_output import Step, StepOutput

T = TypeVar("T")
Shard = tuple[Any, float]
"""A batch and the weight of its count.

1 for rows that no other process has; less for a batch with fewer rows than
processes, which all have; 0, with no batch, for a process without rows.
"""
Forward = Callable[[Any], Any]
"""``forward(batch) -> StepOutput``: a step with its model."""


class Strategy:
    """One process alone.

    Attributes
    ----------
    world_size
        How many processes train together.
    is_main_process
        Whether this is the one that prints, writes and counts.
    """

    world_size = 1
    is_main_process = True

    def training(
        self, model: nn.Module, step: Step, optimizer: Optimizer
    ) -> AbstractContextManager[Forward]:
        """Return the forward pass to train with, for the time of a fit."""
        return nullcontext(partial(step, model))

    def synchronized(self, now: bool) -> AbstractContextManager[Any]:
        """Say whether a backward pass adds up the gradients of all."""
        return nullcontext()

    def batches(
        self, loader: Iterable[Any], training: bool, skip: int = 0
    ) -> Iterator[Shard]:
        """Read a loader, and yield this process's shard of each batch."""
        batches = read(loader)
        for _ in islice(batches, skip):
            pass
        return zip(batches, repeat(1.0))

    def counts(self, weight: float) -> bool:
        """Say whether this process scores a shard, or another one does."""
        return weight == 1 or self.is_main_process

    def total(self, output: StepOutput, weight: float) -> tuple[float, float]:
        """Return the count and the mean loss of a batch, over all processes."""
        return output.count, output.loss.item() if output.count else 0.0

    def all_reduce_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Average gradients that no backward pass has synchronized."""

    def broadcast_buffers(self, model: nn.Module) -> None:
        """Give all processes the buffers of the main process."""

    def seed_others(self) -> None:
        """Give all other processes random numbers of their own."""

    def broadcast(self, make: Callable[[], T]) -> T:
        """Let the main process make a value; return it to all."""
        return make()

    def all_gather(self, value: T) -> list[T]:
        """Return the value of each process, by rank."""
        return [value]

    def merge(self, totals: Accumulator) -> Accumulator:
        """Return what all processes have added up."""
        return totals
