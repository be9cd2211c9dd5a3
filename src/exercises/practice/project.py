"""Project: a loss in an unknown unit."""

from typing import Any

import numpy as np

from exercises.practice.turned_digits import (
    asked,
    baseline,
    learned,
    new_network,
    train,
    turned,
)
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

UPDATES = 300


def _ask(rng: np.random.Generator) -> Question:
    return {
        "unit": float(10 ** rng.uniform(-3, 3)),
        "names": rng.permutation(10),
        "turns": int(rng.integers(4)),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, unit: float, names: Array, turns: int, seed: int) -> Any:
    import torch

    known = learned()

    def rows() -> tuple[Any, Any]:
        return turned(known.x, turns), torch.tensor(names)[known.y]

    def loss_of(scores: Any, y: Any) -> Any:
        return unit * torch.nn.functional.cross_entropy(scores, y)

    torch.manual_seed(seed)
    plan = given(answer(new_network, loss_of, *rows(), UPDATES))
    rates = [float(given(rate)) for rate in plan]
    scores = None
    if _are_rates(rates):
        torch.manual_seed(seed + 1)
        model = train(rates, loss_of, *rows())
        if model is not None:
            with torch.no_grad():
                scores = to_plain(model(turned(asked()[0], turns)))
    return {"rates": rates, "scores": scores}


def _are_rates(rates: list[float]) -> bool:
    return len(rates) == UPDATES and all(0 <= rate < 1e12 for rate in rates)


def _share(reply: Any, names: Array) -> float:
    wanted = names[asked()[1].numpy()]
    if not has_shape(reply["scores"], len(wanted), len(names)):
        return 0.0
    return float((reply["scores"].argmax(1) == wanted).mean())


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
            shows=lambda reply, names, **_: _share(reply, names) <= baseline(),
        ),
    ),
    rounds=3,
)
