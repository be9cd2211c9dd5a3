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
    linear = [nn.Linear(*pair) for pair in pairwise(widths.tolist())]
    parts = [part for one in linear for part in (one, nn.LeakyReLU(slope))]
    net = nn.Sequential(*parts)
    answer(net, slope)
    layers: list[Any] = list(net)[::2]
    h, sizes = torch.randn(256, layers[0].in_features).double(), [1.0]
    with torch.no_grad():
        for layer in layers:
            h = nn.functional.leaky_relu(layer.double()(h), slope)
            sizes.append(float(h.square().mean().sqrt()))
        spread = min(layer.weight.std(dim=0).max() for layer in layers)
        bias = max(layer.bias.abs().max() for layer in layers)
    return {"sizes": sizes, "spread": float(spread), "bias": float(bias)}


def _growth(reply: Any, first: int = 0, step: int = 1) -> float:
    """Return the mean logarithm of what a layer multiplies the size by."""
    with np.errstate(all="ignore"):
        gains = np.diff(np.log(reply["sizes"]))[first::step]
    return float(np.nan_to_num(gains, nan=-9.0).mean())


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
            "the signal changes its size with the widths of the layers",
            ("layer.in_features", "layer.out_features"),
            ("variance**0.5", "1"),
            shows=lambda reply, **_: (
                abs(_growth(reply, 0, 2) - _growth(reply, 1, 2)) > 0.3
            ),
        ),
        Mistake(
            "the signal shrinks from layer to layer",
            ("2 / (1 + slope**2)", "1"),
            shows=lambda reply, **_: _growth(reply) < -0.06,
        ),
        Mistake(
            "the signal grows from layer to layer",
            ("2 / (1 + slope**2)", "2"),
            shows=lambda reply, **_: _growth(reply) > 0.06,
        ),
        Mistake(
            "the biases do not start at zero",
            ("nn.init.zeros_(layer.bias)", "pass"),
            shows=lambda reply, **_: reply["bias"] > 0,
        ),
    ),
)
