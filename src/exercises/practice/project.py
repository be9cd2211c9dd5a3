"""Project: a loss in an unknown unit."""

import math
from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

UPDATES, ROWS = 300, 32


def _turned(x: Any, turns: int) -> Any:
    """Turn pictures (rows, 64) by so many right angles."""
    return x.view(-1, 8, 8).rot90(turns, (1, 2)).reshape(-1, 64).contiguous()


def _learned() -> Any:
    from helpers.data import digits

    return digits()[0]


def _asked() -> Any:
    """Return the digits of the six writers who do not train."""
    import torch

    from helpers.data import digits

    _, valid, test = digits()
    return torch.cat([valid.x, test.x]), torch.cat([valid.y, test.y])


def _make() -> Any:
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


def _ask(rng: np.random.Generator) -> Question:
    return {
        "unit": float(10 ** rng.uniform(-3, 3)),
        "names": rng.permutation(10),
        "turns": int(rng.integers(4)),
        "seed": int(rng.integers(10**6)),
    }


def _train(rates: list[float], loss_of: Any, x: Any, y: Any) -> Any:
    """Return a network trained with these rates, or None if it was lost."""
    import torch

    model = _make()
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


def _use(answer: Any, unit: float, names: Array, turns: int, seed: int) -> Any:
    import torch

    learned = _learned()

    def rows() -> tuple[Any, Any]:
        return _turned(learned.x, turns), torch.tensor(names)[learned.y]

    def loss_of(scores: Any, y: Any) -> Any:
        return unit * torch.nn.functional.cross_entropy(scores, y)

    torch.manual_seed(seed)
    plan = given(answer(_make, loss_of, *rows(), UPDATES))
    rates = [float(given(rate)) for rate in plan]
    scores = None
    if _are_rates(rates):
        torch.manual_seed(seed + 1)
        model = _train(rates, loss_of, *rows())
        if model is not None:
            with torch.no_grad():
                scores = to_plain(model(_turned(_asked()[0], turns)))
    return {"rates": rates, "scores": scores}


def _are_rates(rates: list[float]) -> bool:
    return len(rates) == UPDATES and all(0 <= rate < 1e12 for rate in rates)


def _share(reply: Any, names: Array) -> float:
    wanted = names[_asked()[1].numpy()]
    if not has_shape(reply["scores"], len(wanted), len(names)):
        return 0.0
    return float((reply["scores"].argmax(1) == wanted).mean())


@cache
def _baseline() -> float:
    """Return the accuracy of the nearest mean picture of a digit."""
    learned, (x, y) = _learned(), _asked()
    pictures, labels = learned.x.numpy(), learned.y.numpy()
    means = np.stack([pictures[labels == k].mean(0) for k in range(10)])
    gaps = ((x.numpy()[:, None] - means) ** 2).sum(2)
    return float((gaps.argmin(1) == y.numpy()).mean())


def _is_lost(reply: Any, **_: Any) -> bool:
    scores = reply["scores"]
    return scores is None or not np.isfinite(scores).all()


EXERCISE = Exercise(
    section="the-learning-rate",
    hints=(
        "Is one rate right for losses that differ by a factor of a million?",
        "Run a range test of your own: a new network, a rate that grows with "
        "each update from tiny on, until the loss blows up. Then a plan.",
        "Let the rate grow by a tenth or two each update, from far below what "
        "the largest unit needs; read the result with your own function from "
        "above; from that rate, fall to zero along a cosine.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            f"it must return {UPDATES} rates, none of them negative or nan",
            ("for k in range(updates)", "for k in range(100)"),
            shows=lambda reply, **_: not _are_rates(reply["rates"]),
        ),
        Mistake(
            "a training was lost: its loss became infinite, the rates are far "
            "too high for this unit",
            ("/ 2 for wave", "* 1e6 for wave"),
            shows=_is_lost,
        ),
        Mistake(
            "after a training the network still guesses: its rates are far too "
            "low, or too high, for this unit",
            ("highest * (1 + wave)", "1e-9 * (1 + wave)"),
            shows=lambda reply, names, **_: _share(reply, names) < 0.4,
        ),
        Mistake(
            "it has learned, but in some unit the nearest mean picture does "
            "better",
            ("highest * (1 + wave)", "highest / 15 * (1 + wave)"),
            shows=lambda reply, names, **_: _share(reply, names) <= _baseline(),
        ),
    ),
    rounds=3,
)
