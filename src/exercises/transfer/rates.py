"""A learning rate for each part."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

PARTS = {"blocks": (4, 3), "head": (2, 4)}


def _ask(rng: np.random.Generator) -> Question:
    blocks_lr, head_lr = rng.permutation(rng.choice(range(1, 10), 2, False))
    return {
        "grads": {
            f"{part}.{name}": rng.normal(size=size).astype("float32")
            for part, shape in PARTS.items()
            for name, size in (("weight", shape), ("bias", shape[:1]))
        },
        "blocks_lr": int(blocks_lr) / 100,
        "head_lr": int(head_lr) / 10,
    }


def _use(
    answer: Any, grads: dict[str, Array], blocks_lr: float, head_lr: float
) -> Any:
    import torch

    model = torch.nn.Module()
    for part, (outputs, inputs) in PARTS.items():
        model.add_module(part, torch.nn.Linear(inputs, outputs))
    optimizer = given(answer(model, blocks_lr, head_lr))
    before = {n: p.detach().clone() for n, p in model.named_parameters()}
    for name, parameter in model.named_parameters():
        parameter.grad = to_tensor(grads[name])
    optimizer.step()
    return to_plain(
        {n: before[n] - p.detach() for n, p in model.named_parameters()}
    )


def _expected(
    grads: dict[str, Array], blocks_lr: float, head_lr: float
) -> Question:
    rates = {"blocks": blocks_lr, "head": head_lr}
    return {n: rates[n.partition(".")[0]] * g for n, g in grads.items()}


EXERCISE = Exercise(
    section="frozen-features-against-fine-tuning",
    hints=(
        "Which part starts from good weights, and which from random ones? And "
        "which optimizer moves a parameter by exactly rate times gradient?",
        "An optimizer takes a list of parameter groups, and each may have a "
        "learning rate of its own.",
        "Two dictionaries, each with 'params' and 'lr', in a list: that is "
        "the first argument of SGD.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    atol=1e-4,
    mistakes=(
        Mistake(
            "the blocks move at the rate of the head and lose what they knew",
            ('"lr": blocks_lr', '"lr": head_lr'),
        ),
        Mistake(
            "the head moves at the small rate of the blocks",
            ('"lr": head_lr', '"lr": blocks_lr'),
        ),
        Mistake(
            "the two rates have changed places",
            (
                "def make_optimizer(model, blocks_lr, head_lr)",
                "def make_optimizer(model, head_lr, blocks_lr)",
            ),
        ),
        Mistake(
            "the optimizer does not know the parameters of the blocks",
            (
                '        {"params": model.blocks.parameters(), "lr": '
                "blocks_lr},\n",
                "",
            ),
        ),
        Mistake(
            "the optimizer does not know the parameters of the head",
            (
                '        {"params": model.head.parameters(), "lr": head_lr},\n',
                "",
            ),
        ),
    ),
)
