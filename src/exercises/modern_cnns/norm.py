"""Batch normalisation by hand."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

BUFFERS = ["running_mean", "running_var"]


def _ask(rng: np.random.Generator) -> Question:
    """Draw two small batches: dividing by n - 1 makes a difference."""
    shape = int(rng.integers(2, 4)), 4, 2, int(rng.integers(2, 4))
    return {
        "weight": rng.uniform(0.5, 2, size=4).astype("float32"),
        "bias": rng.normal(size=4).astype("float32"),
        "first": (2 + 3 * rng.normal(size=shape)).astype("float32"),
        "second": (1 + 2 * rng.normal(size=shape)).astype("float32"),
    }


def _use(
    answer: Any, weight: Array, bias: Array, first: Array, second: Array
) -> Any:
    """Train on two batches, then predict one image."""
    import torch

    given(answer(4)(to_tensor(first)))  # a stub has no weights either
    layer = answer(4)
    with torch.no_grad():
        layer.weight.copy_(to_tensor(weight))
        layer.bias.copy_(to_tensor(bias))
        found = {
            "first": given(layer(to_tensor(first))),
            "second": layer(to_tensor(second)),
        }
        found |= {name: getattr(layer, name).clone() for name in BUFFERS}
        layer.eval()
        found["alone"] = layer(to_tensor(first)[:1])
    buffers = {name for name, _ in layer.named_buffers()}
    return {
        "learned": sorted(name for name, _ in layer.named_parameters()),
        "buffers": sorted(buffers & set(BUFFERS)),
        **to_plain(found),
    }


def _normal(x: Array, mean: Array, var: Array, w: Array, b: Array) -> Array:
    """Normalise ``(n, c, h, w)`` by statistics ``(c,)``."""
    up = (slice(None), None, None)
    out: Array = (x - mean[up]) / np.sqrt(var[up] + 1e-5) * w[up] + b[up]
    return out


def _expected(weight: Array, bias: Array, first: Array, second: Array) -> Any:
    mean, var = np.zeros(4), np.ones(4)
    found: Question = {"learned": ["bias", "weight"], "buffers": BUFFERS}
    for name, x in (("first", first), ("second", second)):
        columns = x.astype(float).transpose(1, 0, 2, 3).reshape(4, -1)
        now = columns.mean(1), columns.var(1)
        found[name] = _normal(x, *now, weight, bias)
        mean = 0.9 * mean + 0.1 * now[0]
        var = 0.9 * var + 0.1 * columns.var(1, ddof=1)
    alone = _normal(first[:1], mean, var, weight, bias)
    return found | {"running_mean": mean, "running_var": var, "alone": alone}


EXERCISE = Exercise(
    section="two-modes",
    hints=(
        "Which statistics does the layer use in each mode, and when do the "
        "running averages move?",
        "One mean and one variance for each channel, over all other "
        "dimensions. The variance that normalises divides by n; the one that "
        "moves the running variance divides by n - 1.",
        "In training mode: compute both from the batch, move each buffer by a "
        "tenth of the way, without gradients. In evaluation mode: take the "
        "buffers. Then the formula of the section, with shapes (c, 1, 1).",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "in evaluation mode the batch still decides",
            ("if self.training:", "if True:"),
        ),
        Mistake(
            "the running averages do not move",
            (
                "lerp_(mean, 0.1)",
                "lerp_(mean, 0)",
                "biased, 0.1)",
                "biased, 0)",
            ),
        ),
        Mistake(
            "the running averages move too far: by nine tenths of the way",
            (
                "lerp_(mean, 0.1)",
                "lerp_(mean, 0.9)",
                "biased, 0.1)",
                "biased, 0.9)",
            ),
        ),
        Mistake(
            "the batch is normalised by a variance that divides by n - 1",
            ("dims, correction=0)", "dims)"),
        ),
        Mistake(
            "the running variance is moved by a variance that divides by n",
            ("unbiased = x.var(dims)", "unbiased = var"),
        ),
        Mistake(
            "the learned scale or shift is missing",
            ("self.weight.view(-1, 1, 1) * out", "out"),
            (" + self.bias.view(-1, 1, 1)", ""),
        ),
        Mistake(
            "the optimizer would change the running averages",
            (
                'self.register_buffer("running_mean", torch.zeros(channels))',
                "self.running_mean = nn.Parameter(torch.zeros(channels))",
            ),
        ),
    ),
)
