"""A training run that can be stopped, saved and taken up again."""

from dataclasses import dataclass
from typing import Any

from grading.adapters import to_plain

EPOCHS, HALF = 6, 3


@dataclass
class Run:
    """A run: all that takes part in the training of a tiny network.

    Attributes
    ----------
    model, adam, schedule
        The network, its optimizer, and the schedule of the learning rate.
    order
        The ``torch.Generator`` that draws the order of the rows.
    epoch
        Epochs so far.
    """

    model: Any
    adam: Any
    schedule: Any
    order: Any
    epoch: int = 0


def new_run(seed: int) -> Run:
    """Build a run that has not begun.

    It computes in float64, and has no bias before the batch normalisation,
    whose gradient would be nothing but rounding: Adam makes steps of any
    gradient, and two processes do not round alike.
    """
    import torch
    from torch import nn

    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(4, 8, bias=False), nn.BatchNorm1d(8), nn.ReLU(),
        nn.Dropout(0.3), nn.Linear(8, 1),
    ).double()  # fmt: skip
    adam = torch.optim.AdamW(model.parameters(), lr=0.03)
    schedule = torch.optim.lr_scheduler.StepLR(adam, 7, 0.5)
    return Run(model, adam, schedule, torch.Generator().manual_seed(seed))


def go_on(run: Run, x: Any, y: Any, epochs: int) -> None:
    """Train until so many epochs are done."""
    import torch

    while run.epoch < epochs:
        for rows in torch.randperm(len(x), generator=run.order).split(8):
            loss = (run.model(x[rows])[:, 0] - y[rows]).square().mean()
            run.adam.zero_grad()
            loss.backward()
            run.adam.step()
            run.schedule.step()
        run.epoch += 1


def outcome(run: Run) -> dict[str, Any]:
    """Return what can be compared of a run."""
    parts = {
        name: tensor.double() for name, tensor in run.model.state_dict().items()
    }
    plain: dict[str, Any] = to_plain({"epochs": run.epoch, **parts})
    return plain
