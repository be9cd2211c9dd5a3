"""Plausible wrong answers to the exercises of chapter 3."""

UNTRAINED = {
    "3.7": ("range(8)", "range(1)", {"shape", "not in evaluation mode"}),
}

WRONG = [
    ("3.1", "no bias", " + b\n", "\n"),
    ("3.1", "turned", "(w * patch)", "(w.flip(2, 3) * patch)"),
    (
        "3.1",
        "step",
        "    k = w.shape[2]\n",
        "    k, step = w.shape[2], 1\n",
    ),
    ("3.1", "one colour", "(w * patch)", "(w * patch)[:, :1]"),
    ("3.2", "no bias", "padding=frame)", "padding=frame, bias=False)"),
    (
        "3.2",
        "frame",
        "        h = made(h)\n",
        "        h = made(h)\n"
        '        cut = layer.get("padding", 0)\n'
        "        h = h[:, :, cut:, cut:]\n",
    ),
    (
        "3.2",
        "round",
        'nn.MaxPool2d(layer["size"])',
        'nn.MaxPool2d(layer["size"], ceil_mode=True)',
    ),
    (
        "3.2",
        "inputs",
        "made.parameters())",
        "made.parameters())\n"
        '        if layer["kind"] == "conv":\n'
        "            kernels = made.weight[:, 0]\n"
        "            parameters = kernels.numel() + len(kernels)",
    ),
    (
        "3.3",
        "own",
        "        return (x.float()",
        "        self.__init__(x)\n        return (x.float()",
    ),
    (
        "3.3",
        "one for all",
        "train.transpose(0, 1).flatten(1).float()",
        "train.flatten().float().expand(3, -1)",
    ),
    (
        "3.3",
        "each pixel",
        "colours.mean(dim=1).view(3, 1, 1))\n"
        '        self.register_buffer("std", colours.std(dim=1).view(3, 1, 1))',
        "train.float().mean(dim=0))\n"
        '        self.register_buffer("std", train.float().std(dim=0))',
    ),
    (
        "3.3",
        "not saved",
        'self.register_buffer("mean", colours.mean(dim=1).view(3, 1, 1))\n'
        '        self.register_buffer("std", colours.std(dim=1).view(3, 1, 1))',
        "self.mean = colours.mean(dim=1).view(3, 1, 1)\n"
        "        self.std = colours.std(dim=1).view(3, 1, 1)",
    ),
    (
        "3.3",
        "learned",
        'self.register_buffer("mean", colours.mean(dim=1).view(3, 1, 1))\n'
        '        self.register_buffer("std", colours.std(dim=1).view(3, 1, 1))',
        "self.mean = nn.Parameter(colours.mean(dim=1).view(3, 1, 1))\n"
        "        self.std = nn.Parameter(colours.std(dim=1).view(3, 1, 1))",
    ),
    ("3.4", "whole batch", "rand(len(x), 1, 1, 1)", "rand(1, 1, 1, 1)"),
    ("3.4", "other", "rand(len(x), 1, 1, 1)", "rand(x.shape)"),
    ("3.4", "upside down", "x.flip(3)", "x.flip(2)"),
    (
        "3.4",
        "no chance",
        "torch.rand(len(x), 1, 1, 1) < 0.5",
        "torch.ones(1) > 0",
    ),
    ("3.4", "uneven", "< 0.5", "< 0.05"),
    (
        "3.4",
        "in place",
        "return torch.where(coins, x.flip(3), x)",
        "return x.copy_(torch.where(coins, x.flip(3), x))",
    ),
    (
        "3.4",
        "shape",
        "torch.where(coins, x.flip(3), x)",
        "x.flip(3)[coins.flatten()]",
    ),
    ("3.5", "turned", '"confusion": counts', '"confusion": counts.T'),
    (
        "3.5",
        "swapped",
        '"recall": recall,\n        "precision": precision',
        '"recall": precision,\n        "precision": recall',
    ),
    ("3.5", "accuracy", "f1.mean()", "right.sum() / counts.sum()"),
    ("3.5", "nan", "sum(dim=0).clamp(min=1)", "sum(dim=0)"),
    (
        "3.6",
        "raw scores",
        "scores.softmax(dim=1).max",
        "scores.max",
    ),
    ("3.6", "right ones too", "(answers != labels)", "(answers >= 0)"),
    ("3.6", "least sure", "descending=True", "descending=False"),
    ("3.6", "places", "wrong[order]", "order"),
    ("3.7", "shape", "64 * 4 * 4, 4)", "64 * 4 * 4, 10)"),
    ("3.7", "chance", "range(8)", "range(0)"),
    (
        "3.7",
        "not in evaluation mode",
        "nn.Flatten(), nn.Linear(64 * 4 * 4, 4),\n    )",
        "nn.Flatten(), nn.Linear(64 * 4 * 4, 4), nn.BatchNorm1d(4),\n    )\n"
        "    model.eval = lambda: model",
    ),
    (
        "3.7",
        "baseline",
        "        nn.Conv2d(3, 32, 5, stride=2, padding=2), nn.ReLU(), "
        "nn.MaxPool2d(2),\n"
        "        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),\n"
        "        nn.Flatten(), nn.Linear(64 * 4 * 4, 4),\n",
        "        nn.Flatten(), nn.Linear(3072, 128), nn.ReLU(), "
        "nn.Linear(128, 4),\n",
    ),
    ("3.7", "baseline", "range(8)", "range(1)"),
]
