"""Weights that keep the signal at its size."""

from itertools import pairwise
from typing import Any

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    widths = rng.integers(128, 160, size=31)
    widths[1::2] *= 3  # narrow and wide ones in turn
    slope, seed = float(rng.uniform(0.5, 0.7)), int(rng.integers(10**6))
    return {"widths": widths, "slope": slope, "seed": seed}


def _use(answer: Any, widths: Array, slope: float, seed: int) -> Any:
    """Return what was set, and the size of the signal after each layer."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    net = nn.Sequential()
    for pair in pairwise(widths.tolist()):
        net.extend([nn.Linear(*pair), nn.LeakyReLU(slope)])
    answer(net, slope)
    h, sizes = torch.randn(256, widths[0]).double(), []
    for part in net.double():
        h = part(h).detach()
        sizes.append(float(h.square().mean().sqrt()))
    state = list(net.state_dict().values())  # weight, bias, weight, bias ...
    spread = min(float(weight.std(dim=0).max()) for weight in state[::2])
    bias = max(float(bias.abs().max()) for bias in state[1::2])
    return {"sizes": [1.0, *sizes[1::2]], "spread": spread, "bias": bias}


def _growth(reply: Any, first: int = 0, step: int = 1) -> float:
    """Return the mean logarithm of what a layer multiplies the size by."""
    sizes = np.maximum(np.nan_to_num(reply["sizes"]), 1e-300)
    return float(np.diff(np.log(sizes))[first::step].mean())


EXERCISE = Exercise(
    section="how-the-weights-start",
    hints=(
        "What does the activation leave of the mean square of its input?",
        "A sum of n terms has n times the mean square of one; the weights "
        "have to undo that, and what the activation takes away.",
        "Half of the values pass whole, half times the slope. The fraction of "
        "the mean square that is left, times inputs, times variance, is 1.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the units of a layer are all alike, and will stay alike",
            ("normal_(layer.weight, std=", "constant_(layer.weight, val="),
            shows=lambda reply, **_: reply["spread"] < 1e-9,
        ),
        Mistake(
            "the biases do not start at zero",
            ("nn.init.zeros_(layer.bias)", "pass"),
            shows=lambda reply, **_: reply["bias"] > 0,
        ),
        Mistake(
            "the signal grows or shrinks from layer to layer",
            ("2 / (1 + slope**2)", "1"),
            ("2 / (1 + slope**2)", "2"),
            ("variance**0.5", "1"),
            shows=lambda reply, **_: abs(_growth(reply)) > 0.06,
        ),
        Mistake(
            "the signal changes its size with the widths of the layers",
            ("layer.in_features", "layer.out_features"),
            shows=lambda reply, **_: (
                abs(_growth(reply, 0, 2) - _growth(reply, 1, 2)) > 0.3
            ),
        ),
    ),
)
