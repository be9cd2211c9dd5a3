"""Find the planted bugs."""

from typing import Any

import numpy as np

from grading.adapters import to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

RATE = 0.02


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([2, 9, 4, 6, 3, 8, 5, 1])
    hidden = rng.normal(size=(3, 1))
    x = [rng.normal(size=(size, 3)) + 1 for size in sizes]
    return {
        "x": x,
        "y": [one @ hidden + rng.normal(size=(len(one), 1)) for one in x],
        "start": rng.normal(size=3),
        "group": 3,
    }


def _use(
    answer: Any, x: list[Array], y: list[Array], start: Array, group: int
) -> Any:
    import torch

    model = torch.nn.Linear(3, 1, bias=False)
    model.weight.data.copy_(to_tensor(start))
    rows = []
    model.register_forward_pre_hook(
        lambda _, inputs: rows.append(len(inputs[0]))
    )
    batches = [(to_tensor(a), to_tensor(b)) for a, b in zip(x, y, strict=True)]
    sgd = torch.optim.SGD(model.parameters(), RATE)
    answer(model, batches, sgd, group)
    weights = to_plain(model.weight[0])
    return {"weights": weights, "largest batch": max(rows, default=0)}


def _expected(
    x: list[Array], y: list[Array], start: Array, group: int
) -> Question:
    weights = start.copy()
    for first in range(0, len(x), group):
        part = range(first, min(first + group, len(x)))
        sizes = [len(x[k]) for k in part]
        grad = np.zeros(3)
        for k, size in zip(part, sizes, strict=True):
            gap = x[k] @ weights - y[k][:, 0]
            grad += size / sum(sizes) * 2 * gap @ x[k] / len(gap)
        weights = weights - RATE * grad
    most = max(len(one) for one in x)
    return {"weights": weights, "largest batch": most}


GROUP = (
    "    for first in range(0, len(batches), group):\n"
    "        part = batches[first : first + group]\n"
)
JOINED = (
    "        x, y = (torch.cat(both) for both in zip(*part))\n"
    "        nn.functional.mse_loss(model(x), y).backward()\n"
)
ONE_BATCH = (
    "        for x, y in part:\n"
    "            loss = nn.functional.mse_loss(model(x), y)\n"
    "            (loss * len(x) / rows).backward()\n"
)

EXERCISE = Exercise(
    section="gradient-accumulation",
    hints=(
        "Write down what a row of a small batch counts, and what one of a "
        "large batch. And what becomes of the last two batches?",
        "The gradient of a mean over all rows is a sum in which each batch "
        "counts by its rows. What is left at the end makes an update too.",
        "Take the batches in groups; count the rows of a group first; each "
        "batch's loss counts its own rows divided by these; one update at "
        "the end of each group, however short it is.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "both faults are still in it",
            (
                GROUP,
                "    for k, (x, y) in enumerate(batches, start=1):\n"
                "        loss = nn.functional.mse_loss(model(x), y)\n"
                "        (loss / group).backward()\n"
                "        if k % group == 0:\n"
                "            sgd.step()\n"
                "            sgd.zero_grad()\n"
                "    return\n"
                "    for first in range(0, len(batches), group):\n"
                "        part = batches[first : first + group]\n",
            ),
        ),
        Mistake(
            "a mean of means: a batch of one row counts as much as a large one",
            ("* len(x) / rows", "/ len(part)"),
        ),
        Mistake(
            "a mean of means, and the last, shorter group counts too little",
            ("* len(x) / rows", "/ group"),
        ),
        Mistake(
            "the batches at the end, too few for a group, are never used",
            (
                "range(0, len(batches), group)",
                "range(0, len(batches) - group + 1, group)",
            ),
        ),
        Mistake(
            "only the last batch of each group counts: the gradients of the "
            "others are wiped out",
            (
                "            (loss * len(x) / rows)",
                "            sgd.zero_grad()\n            (loss / len(part))",
            ),
        ),
        Mistake(
            "an old gradient is still there when a new group begins",
            ("        sgd.zero_grad()", ""),
        ),
        Mistake(
            "there is an update after each batch",
            (
                GROUP,
                "    group = 1\n"
                "    for first in range(0, len(batches), group):\n"
                "        part = batches[first : first + group]\n",
            ),
        ),
        Mistake(
            "the gradients of means are added up, not averaged",
            ("(loss * len(x) / rows)", "loss"),
        ),
        Mistake(
            "the weights are right, but a whole group goes through the model "
            "at once: that saves no memory",
            (ONE_BATCH, JOINED),
        ),
    ),
)
