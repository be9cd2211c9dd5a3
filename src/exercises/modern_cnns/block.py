"""A residual block with a projection."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

Case = dict[str, Any]
KINDS = ((3, 3, 1, 4), (3, 3, 2, 2), (2, 4, 1, 3), (2, 4, 2, 4))
"""Channels in and out, stride, side; the second gives maps of one pixel."""


def _ask(rng: np.random.Generator) -> Question:
    cases = [
        {
            "kernel": rng.normal(size=(o, i, 3, 3)).astype("float32"),
            "projection": rng.normal(size=(o, i)).astype("float32"),
            "x": rng.normal(size=(5, i, side, side)).astype("float32"),
            "stride": stride,
        }
        for i, o, stride, side in KINDS
    ]
    return {"cases": cases}


def _use(answer: Any, cases: list[Case]) -> Any:
    return [_put_to_use(answer, **case) for case in cases]


def _put_to_use(
    answer: Any, kernel: Array, projection: Array, x: Array, stride: int
) -> Any:
    """Wrap a convolution; return the block's own weights, and its output."""
    import torch

    o, i = projection.shape
    body = torch.nn.Conv2d(i, o, 3, stride, padding=1, bias=False)
    block = given(answer(body, i, o, stride))
    own = [p for p in block.parameters() if p is not body.weight]
    with torch.no_grad():
        body.weight.copy_(to_tensor(kernel))
        for parameter in own:
            if parameter.shape == (o, i, 1, 1):
                parameter.copy_(to_tensor(projection)[..., None, None])
        out = given(block(to_tensor(x)))
    return {
        "shapes": sorted(list(p.shape) for p in own),
        "has body": any(p is body.weight for p in block.parameters()),
        "out": to_plain(out),
    }


def _expected(cases: list[Case]) -> list[Question]:
    return [_wanted(**case) for case in cases]


def _wanted(
    kernel: Array, projection: Array, x: Array, stride: int
) -> Question:
    framed = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
    windows = np.lib.stride_tricks.sliding_window_view(framed, (3, 3), (2, 3))
    body = np.einsum(
        "bihwkl,oikl->bohw", windows[:, :, ::stride, ::stride], kernel
    )
    o, i = projection.shape
    if i == o and stride == 1:
        out = np.maximum(body + x, 0)
        return {"shapes": [], "has body": True, "out": out}
    short = np.einsum(
        "bihw,oi->bohw", x[:, :, ::stride, ::stride].astype(float), projection
    )
    short -= short.mean((0, 2, 3), keepdims=True)
    short /= np.sqrt(short.var((0, 2, 3), keepdims=True) + 1e-5)
    return {
        "shapes": sorted([[o], [o], [o, i, 1, 1]]),
        "has body": True,
        "out": np.maximum(body + short, 0),
    }


EXERCISE = Exercise(
    section="residual-connections",
    hints=(
        "When does x have the shape of body(x), and when not?",
        "The shortcut is x itself only if the channels are the same and the "
        "stride is one; in every other case it is a 1x1 convolution, without "
        "bias, and a batch normalisation.",
        "Make both modules in __init__, so that they are registered; "
        "nn.Identity is the shortcut that changes nothing. In forward, add, "
        "then apply ReLU.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    rounds=2,
    atol=1e-4,
    mistakes=(
        Mistake(
            "ReLU comes after the sum, not before it",
            (
                "torch.relu(self.body(x) + self.shortcut(x))",
                "torch.relu(self.body(x)) + self.shortcut(x)",
            ),
        ),
        Mistake(
            "the sum goes out without ReLU",
            (
                "torch.relu(self.body(x) + self.shortcut(x))",
                "self.body(x) + self.shortcut(x)",
            ),
        ),
        Mistake(
            "a stride of two changes the shape as well, even if the channels "
            "fit",
            (" and stride == 1", ""),
        ),
        Mistake(
            "where the shapes fit, the shortcut needs no weights",
            ("if not (channels_in == channels_out and stride == 1)", "if True"),
        ),
        Mistake(
            "the projection is not normalised",
            ("nn.BatchNorm2d(channels_out)", "nn.Identity()"),
        ),
        Mistake(
            "a bias before batch normalisation does nothing",
            ("stride, bias=False", "stride"),
        ),
        Mistake(
            "the optimizer would not see the weights of the body",
            (
                "self.body = body",
                "self.layers = [body]",
                "self.body(x)",
                "self.layers[0](x)",
            ),
        ),
    ),
)
