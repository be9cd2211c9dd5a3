"""Digits whose pictures may be turned, and a small network for them."""

import math
from functools import cache
from typing import Any

import numpy as np

ROWS = 32
"""So many pictures make a batch."""


def turned(x: Any, turns: int) -> Any:
    """Turn pictures (rows, 64) by so many right angles."""
    return x.view(-1, 8, 8).rot90(turns, (1, 2)).reshape(-1, 64).contiguous()


def learned() -> Any:
    """Return the digits of the writers who train."""
    from helpers.data import digits

    return digits()[0]


def asked() -> Any:
    """Return the digits of the six writers who do not train."""
    import torch

    from helpers.data import digits

    _, valid, test = digits()
    return torch.cat([valid.x, test.x]), torch.cat([valid.y, test.y])


def new_network() -> Any:
    """Return a new network: pixels (batch, 64) -> scores (batch, 10)."""
    from torch import nn

    class Centred(nn.Unflatten):
        def forward(self, x: Any) -> Any:
            return super().forward(x - 0.3)

    return nn.Sequential(
        Centred(1, (1, 8, 8)),
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(128, 10),
    )  # fmt: skip


def train(rates: list[float], loss_of: Any, x: Any, y: Any) -> Any:
    """Return a network trained with these rates, or None if it was lost."""
    import torch

    model = new_network()
    sgd = torch.optim.SGD(model.parameters(), 0.0, momentum=0.9)
    for rate in rates:
        rows = torch.randint(len(y), (ROWS,))
        loss = loss_of(model(x[rows]), y[rows])
        if not math.isfinite(loss.item()):
            return None
        sgd.param_groups[0]["lr"] = rate
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return model


@cache
def baseline() -> float:
    """Return the accuracy of the nearest mean picture of a digit."""
    known, (x, y) = learned(), asked()
    pictures, labels = known.x.numpy(), known.y.numpy()
    means = np.stack([pictures[labels == k].mean(0) for k in range(10)])
    gaps = ((x.numpy()[:, None] - means) ** 2).sum(2)
    return float((gaps.argmin(1) == y.numpy()).mean())
