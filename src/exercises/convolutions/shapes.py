"""Follow the shapes."""

from typing import Any

import numpy as np

from grading.exercise import Exercise, Mistake, Question

Layer = dict[str, Any]


def _ask(rng: np.random.Generator) -> Question:
    layers: list[Layer] = []
    halved = rng.integers(3)
    for block in range(3):
        kernel = int(rng.choice([3, 5]))
        layers.append(
            {
                "kind": "conv",
                "out": int(rng.integers(4, 20)),
                "kernel": kernel,
                "stride": 2 if block == halved else 1,
                "padding": int(rng.integers(1, kernel // 2 + 1)),
            }
        )
        layers.append({"kind": "pool", "size": int(rng.integers(2, 4))})
    return {"layers": layers, "side": int(2 * rng.integers(70, 90) + 1)}


def _expected(layers: list[Layer], side: int) -> list[list[int]]:
    channels, found = 3, []
    for layer in layers:
        parameters = 0
        if layer["kind"] == "pool":
            side = side // layer["size"]
        else:
            room = side + 2 * layer["padding"] - layer["kernel"]
            side = room // layer["stride"] + 1
            weights = channels * layer["kernel"] ** 2
            parameters = layer["out"] * (weights + 1)
            channels = layer["out"]
        found.append([channels, side, parameters])
    return found


EXERCISE = Exercise(
    section="a-small-cnn-layer-by-layer",
    hints=(
        "Take one layer: at how many positions does the filter fit?",
        "A filter has weights for all channels that come in, and one bias; "
        "pooling has none of either.",
        "Convolution: the formula of the section has the frame twice, and "
        "rounds down after dividing by the stride. Pooling drops what does "
        "not fill a square.",
    ),
    ask=_ask,
    expected=_expected,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "each filter has one more parameter than you count",
            ('layer["padding"]\n', 'layer["padding"], bias=False\n'),
        ),
        Mistake(
            "with a stride the filter skips positions; you count all",
            (
                'size, step = layer["kernel"], layer["stride"]',
                'size, step = layer["kernel"], 1',
            ),
        ),
        Mistake(
            "padding is a frame: it adds to both sides",
            (
                "        h = made(h)\n",
                "        h = made(h)\n"
                '        cut = layer.get("padding", 0)\n'
                "        h = h[:, :, cut:, cut:]\n",
            ),
        ),
        Mistake(
            "pooling drops what does not fill a whole square",
            (
                'nn.MaxPool2d(layer["size"])',
                'nn.MaxPool2d(layer["size"], ceil_mode=True)',
            ),
        ),
        Mistake(
            "a filter has weights for every channel that comes in",
            (
                "made.parameters())",
                "made.parameters())\n"
                '        if layer["kind"] == "conv":\n'
                "            kernels = made.weight[:, 0]\n"
                "            parameters = kernels.numel() + len(kernels)",
            ),
        ),
    ),
)
