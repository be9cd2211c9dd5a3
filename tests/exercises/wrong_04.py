"""Plausible wrong answers to the exercises of chapter 4."""

WRONG = [
    ("4.1", "head's rate for all", '"lr": blocks_lr', '"lr": head_lr'),
    ("4.1", "blocks' rate for all", '"lr": head_lr', '"lr": blocks_lr'),
    (
        "4.1",
        "swapped",
        "def make_optimizer(model, blocks_lr, head_lr)",
        "def make_optimizer(model, head_lr, blocks_lr)",
    ),
    (
        "4.1",
        "frozen blocks",
        '        {"params": model.blocks.parameters(), "lr": blocks_lr},\n',
        "",
    ),
    (
        "4.1",
        "no head",
        '        {"params": model.head.parameters(), "lr": head_lr},\n',
        "",
    ),
    ("4.2", "averages move", "        self.blocks.eval()\n", ""),
    (
        "4.2",
        "averages move",
        "        self.blocks.eval()\n",
        "        self.blocks.requires_grad_(False)\n",
    ),
    ("4.2", "no dropout", "super().train(mode)", "super().train(False)"),
    ("4.2", "always training", "super().train(mode)", "super().train()"),
    ("4.2", "returns nothing", "        return self\n", ""),
    ("4.3", "bytes", "x.float() / 255", "x.float()"),
    (
        "4.3",
        "own mean",
        "    pixels = (pixels",
        "    mean, std = pixels.mean((0, 2, 3)), pixels.std((0, 2, 3))\n"
        "    pixels = (pixels",
    ),
    (
        "4.3",
        "not normalised",
        "    pixels = (pixels - mean.view(3, 1, 1)) / std.view(3, 1, 1)\n",
        "",
    ),
    (
        "4.3",
        "tiled",
        "    wide = pixels.repeat_interleave(factor, dim=3)\n"
        "    return wide.repeat_interleave(factor, dim=2)",
        "    return pixels.repeat(1, 1, factor, factor)",
    ),
    (
        "4.3",
        "not enlarged",
        "    wide = pixels.repeat_interleave(factor, dim=3)\n"
        "    return wide.repeat_interleave(factor, dim=2)",
        "    return pixels",
    ),
    ("4.4", "rounded down", "math.ceil", "math.floor"),
    (
        "4.4",
        "front in each epoch",
        "front + 3 * epochs * top",
        "epochs * front + 3 * epochs * top",
    ),
    ("4.4", "front learns", "front + 3", "3 * front + 3"),
    (
        "4.4",
        "front learns",
        "3 * epochs * top)\n    return math.ceil(tuned / (3 * labels",
        "epochs * top)\n    return math.ceil(tuned / (labels",
    ),
    ("4.4", "no front", "front + 3", "3"),
    ("4.5", "times", "scores / step", "scores * step"),
    (
        "4.5",
        "accuracy",
        "nn.functional.cross_entropy(scores / step, labels)",
        "-((scores / step).argmax(1) == labels).float().mean()",
    ),
    ("4.5", "softmax", "scores / step", "scores.softmax(1) / step"),
    ("4.5", "place", "steps[losses.argmin()]", "losses.argmin()"),
    ("4.6", "negative", ".relu()", ""),
    (
        "4.6",
        "all classes",
        "scores[range(len(classes)), classes].sum()",
        "scores.sum()",
    ),
    (
        "4.6",
        "best class",
        "scores[range(len(classes)), classes].sum()",
        "scores.max(dim=1).values.sum()",
    ),
    (
        "4.6",
        "not weighed",
        "(weight * maps).sum(dim=1)",
        "maps.mean(dim=1)",
    ),
    ("4.7", "shape", "nn.Linear(channels, 4)", "nn.Linear(channels, 10)"),
    ("4.7", "not in evaluation mode", "blocks.eval()", "blocks.train()"),
    ("4.7", "chance", "range(60)", "range(0)"),
    (
        "4.7",
        "baseline",
        "blocks.eval()(x).mean(dim=(2, 3))",
        "x[:, :, ::16, ::16].flatten(1).repeat(1, 80)[:, :1280]",
    ),
]
