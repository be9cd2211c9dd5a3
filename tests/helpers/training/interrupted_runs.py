"""A run, and the same run stopped by an error and resumed from its files."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import torch
from small_runs import Weights, adamw, net, weights
from torch import nn

from helpers.checkpoints import Checkpoints
from helpers.training import (
    EarlyStopping,
    Step,
    StepOutput,
    Trainer,
    seed_everything,
    supervised,
)

EPOCHS = 3
Built = tuple[Any, Any, nn.Module, Step]


class PowerCutError(Exception):
    """What ends a run that is resumed."""


class Ending(NamedTuple):
    weights: Weights
    rows: list[dict[str, float]]


def built(
    train: Any, valid: Any = None, model: nn.Module | None = None
) -> Built:
    """Return the components of a run; all is drawn from one seed before."""
    model = net(dropout=0.3) if model is None else model
    return train, valid, model, supervised(nn.CrossEntropyLoss())


def run(
    make: Callable[[], Built], folder: Path, stop: int | None = None
) -> Ending:
    """Build a run as a new process would, and go on with what is there."""
    seed_everything(3)
    train, valid, model, step = make()
    updates = count(1)

    def cut(model: nn.Module, batch: Any) -> StepOutput:
        if model.training and next(updates) == stop:
            raise PowerCutError
        return step(model, batch)

    trainer = Trainer(model, cut, adamw(model), device="cpu")
    trainer.fit(
        train,
        valid,
        epochs=EPOCHS,
        early_stopping=EarlyStopping(patience=EPOCHS) if valid else None,
        checkpoints=Checkpoints(folder, every=2),
    )
    return Ending(weights(model), trainer.history.rows)


def whole_and_resumed(
    make: Callable[[], Built], folder: Path, stop: int
) -> tuple[Ending, Ending]:
    whole = run(make, folder / "whole")
    try:
        run(make, folder / "cut", stop)
    except PowerCutError:
        torch.manual_seed(99)
    else:
        raise AssertionError("the run was not interrupted")
    return whole, run(make, folder / "cut")
