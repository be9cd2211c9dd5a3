"""Small models and data for the tests of the training loop.

Everything is a function of its arguments: two calls give equal things.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import SGD, AdamW, Optimizer
from torch.utils.data import DataLoader, TensorDataset

from helpers.training import Trainer, supervised

FEATURES, CLASSES = 3, 4
Batch = list[Tensor]
Weights = dict[str, Tensor]


def rows(count: int, seed: int = 0) -> TensorDataset:
    """Return inputs ``(count, 3)`` and classes ``(count,)``."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(count, FEATURES, generator=draw)
    return TensorDataset(x, torch.randint(CLASSES, (count,), generator=draw))


def batches(
    count: int, batch_size: int, seed: int = 0, **options: Any
) -> DataLoader[Any]:
    """Return a loader of :func:`rows`."""
    return DataLoader(rows(count, seed), batch_size, **options)


def net(dropout: float = 0.0, seed: int = 0) -> nn.Sequential:
    """Return a model with every kind of layer that has a mode."""
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(FEATURES, 8),
        nn.BatchNorm1d(8),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.Linear(8, CLASSES),
    )


def linear(seed: int = 0) -> nn.Linear:
    """Return a model without modes, for which batches just add up."""
    torch.manual_seed(seed)
    return nn.Linear(FEATURES, CLASSES)


def sgd(model: nn.Module) -> Optimizer:
    return SGD(model.parameters(), 0.1, momentum=0.9)


def adamw(model: nn.Module) -> Optimizer:
    return AdamW(model.parameters(), 0.01)


def build(
    model: nn.Module,
    optimizer: Callable[[nn.Module], Optimizer] = sgd,
    **options: Any,
) -> Trainer:
    """Return a Trainer with a cross-entropy step."""
    step = supervised(nn.CrossEntropyLoss())
    return Trainer(model, step, optimizer(model), **options)


def weights(model: nn.Module) -> Weights:
    """Return a copy of all that a model has learned or counted."""
    return {name: value.clone() for name, value in model.state_dict().items()}


def same(first: Any, second: Any) -> bool:
    """Return whether two nested states are equal, tensors bit for bit."""
    if isinstance(first, Tensor):
        return torch.equal(first, second)
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(
            same(first[key], second[key]) for key in first
        )
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second)
