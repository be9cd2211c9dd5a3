"""The work that every loop does: the same MLP, data, order, loss, optimizer.

A loop differs from the others only in how it gets through the batches.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Sampler

SEED = 0
LEARNING_RATE = 1e-3


@dataclass(frozen=True)
class Size:
    """How much work: an MLP with two hidden layers, on rows of noise.

    The rows should be a multiple of the batch: some peers average the means
    of the batches, which is right for equal batches only.
    """

    rows: int
    features: int
    width: int
    classes: int
    batch: int
    epochs: int

    @property
    def steps(self) -> int:
        """The number of batches in an epoch."""
        return -(-self.rows // self.batch)


class InMemory(Dataset[tuple[Tensor, Tensor]]):
    """Rows that lie in memory; a whole batch is picked with one index.

    Fetching row by row would cost as much as the step, and hide what the
    loops cost.
    """

    def __init__(self, x: Tensor, y: Tensor) -> None:
        self.x = x
        self.y = y

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, row: int) -> tuple[Tensor, Tensor]:
        return self.x[row], self.y[row]

    def __getitems__(self, rows: list[int]) -> tuple[Tensor, Tensor]:
        """Return a batch ``(batch, features)`` and its labels ``(batch,)``."""
        return self.x[rows], self.y[rows]


class Shuffled(Sampler[int]):
    """A seeded order, new in each epoch, that notes when each epoch began.

    Every loop asks it for an order at the start of an epoch, so it times the
    epochs of all loops alike and costs them nothing within an epoch.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.starts: list[tuple[float, float]] = []
        self._generator = torch.Generator().manual_seed(SEED)

    def __iter__(self) -> Iterator[int]:
        self.starts.append((time.perf_counter(), time.process_time()))
        order = torch.randperm(self.rows, generator=self._generator)
        return iter(order.tolist())

    def __len__(self) -> int:
        return self.rows

    def seconds_per_epoch(self) -> tuple[float, float]:
        """Return wall and processor time: a mean over all epochs but the last.

        The last has no end, so what a loop does when it is finished does not
        count, nor what it does before the first batch.
        """
        epochs = len(self.starts) - 1
        first, last = self.starts[0], self.starts[-1]
        return (last[0] - first[0]) / epochs, (last[1] - first[1]) / epochs


@dataclass
class Work:
    """What a loop is given. ``epochs`` passes over ``loader()`` are asked."""

    epochs: int
    batch: int
    dataset: InMemory
    sampler: Shuffled
    model: nn.Module
    loss_fn: nn.CrossEntropyLoss = field(default_factory=nn.CrossEntropyLoss)

    def optimizer(self) -> torch.optim.AdamW:
        """Return the optimizer, with PyTorch's own settings."""
        return torch.optim.AdamW(self.model.parameters(), lr=LEARNING_RATE)

    def loader(self) -> DataLoader[tuple[Tensor, Tensor]]:
        """Return the batches, ``(x, y)``, in the order of the sampler."""
        return DataLoader(
            self.dataset,
            batch_size=self.batch,
            sampler=self.sampler,
            collate_fn=as_it_is,
        )

    def weights(self) -> Tensor:
        """Return all parameters of the model as one vector."""
        return nn.utils.parameters_to_vector(self.model.parameters()).detach()


Fit = Callable[[], list[float]]
"""Trains for all epochs; returns the mean training loss of each."""

Prepare = Callable[[Work], Fit]
"""Sets up a loop, which is not timed. Every module of ``loops`` has one."""


def as_it_is(batch: Any) -> Any:
    """Collate nothing: the data set already gave a batch."""
    return batch


def make_data(size: Size) -> InMemory:
    """Return noise with labels that depend on it, the same every time."""
    generator = torch.Generator().manual_seed(SEED)
    x = torch.randn(size.rows, size.features, generator=generator)
    y = x[:, : size.classes].argmax(dim=1)
    return InMemory(x, y)


def make_work(size: Size, dataset: InMemory) -> Work:
    """Return fresh work: the same initial weights and order every time."""
    torch.manual_seed(SEED)
    model = nn.Sequential(
        nn.Linear(size.features, size.width),
        nn.ReLU(),
        nn.Linear(size.width, size.width),
        nn.ReLU(),
        nn.Linear(size.width, size.classes),
    )
    sampler = Shuffled(size.rows)
    return Work(size.epochs, size.batch, dataset, sampler, model)
