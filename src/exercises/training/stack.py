"""A network of any depth."""

from itertools import pairwise
from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    widths = rng.permutation(np.arange(3, 12))[: rng.integers(3, 6)]
    layers = [
        [rng.normal(size=(o, i)), rng.normal(size=o)]
        for i, o in pairwise(widths)
    ]
    x = rng.normal(size=(6, widths[0])).astype("float32")
    return {"widths": widths.tolist(), "layers": layers, "x": x}


def _use(answer: Any, widths: Any, layers: Any, x: Array) -> Any:
    """Set the parameters, told by their shapes, and return the outputs."""
    import torch

    model, twin = answer(list(widths)), answer(list(widths))
    known = {a.T.shape: a.T for pair in layers for a in pair}
    known |= {a.shape: a for pair in layers for a in pair}
    with torch.no_grad():
        for parameter in model.parameters():
            value = known.get(tuple(n for n in parameter.shape if n > 1))
            if value is not None:
                parameter.copy_(torch.tensor(value).reshape(parameter.shape))
    twin.load_state_dict(model.state_dict())
    nets = {"output": model, "loaded": twin}
    found = {name: given(net(torch.tensor(x))) for name, net in nets.items()}
    found["numbers"] = sum(part.numel() for part in model.parameters())
    return to_plain(found)


def _expected(widths: Any, layers: Any, x: Array) -> Question:
    h = x.astype(float)
    for place, (weight, bias) in enumerate(layers):
        h = (h if place == 0 else np.maximum(h, 0)) @ weight.T + bias
    numbers = sum(part.size for pair in layers for part in pair)
    return {"numbers": numbers, "output": h, "loaded": h}


EXERCISE = Exercise(
    section="nnmodule-a-model-is-a-class",
    hints=(
        "How many numbers does `parameters()` of your network show?",
        "A module finds layers that are assigned to it, or lie in a container "
        "of `nn`; in a list of Python they are invisible.",
        "Pair each width with the next one for the layers; keep these in a "
        "container; in `forward` all layers but the last are followed by relu.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the network does not know its layers: they would not be trained",
            ("nn.ModuleList(", "list("),
            shows=lambda reply, **_: reply["numbers"] == 0,
        ),
        Mistake(
            "a layer is missing: the widths are not all used",
            ("zip(widths, widths[1:])", "zip(widths, widths[1:-1])"),
        ),
        Mistake(
            "nothing non-linear stands between the layers",
            ("layer(h).relu()", "layer(h)"),
        ),
        Mistake(
            "the last layer's output must be free to be negative",
            ("self.layers[-1](h)", "self.layers[-1](h).relu()"),
        ),
    ),
)
