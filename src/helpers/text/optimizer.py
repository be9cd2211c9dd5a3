"""Discriminative learning rates: one for the body, one for the head.

A pre-trained body takes small steps, a head that starts at random large ones.
"""

import math

from torch import nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from helpers.options import whole_number

WARM_UP = 0.1


def discriminative_learning_rates(
    model: nn.Module,
    body: nn.Module,
    updates: int,
    body_lr: float = 1e-4,
    head_lr: float = 1e-3,
) -> tuple[AdamW, LambdaLR]:
    """Return AdamW with a learning rate for the body and one for all else.

    Both rates follow a linear schedule: warm-up over the first tenth of the
    updates, then decay towards zero. Parameters that are frozen are left out.

    Parameters
    ----------
    model
        The body and its head.
    body
        The pre-trained module in it, such as ``model.bert``.
    updates
        How many updates there will be: batches times epochs.
    body_lr, head_lr
        The highest learning rate of each.

    Raises
    ------
    ValueError
        If there are no updates, a rate is negative or nan, or there is
        nothing to train outside the body.

    References
    ----------
    Howard and Ruder (2018), "Universal Language Model Fine-tuning for Text
    Classification", ACL.
    """
    updates = whole_number("updates", updates)
    for rate in (body_lr, head_lr):
        if not 0 <= rate < math.inf:  # never true for nan
            raise ValueError(f"a learning rate must be 0 or above, got {rate}")
    known = {id(weight) for weight in body.parameters()}
    learning = [weight for weight in model.parameters() if weight.requires_grad]
    old = [weight for weight in learning if id(weight) in known]
    new = [weight for weight in learning if id(weight) not in known]
    if not new:
        raise ValueError(
            "every weight that learns is in the body; is `body` the whole "
            "model instead of its pre-trained module?"
        )
    groups = [{"params": new, "lr": float(head_lr)}]
    if old:
        groups.append({"params": old, "lr": float(body_lr)})
    optimizer = AdamW(groups, fused=True)  # one pass: a quarter of the time
    warm = max(1, round(WARM_UP * updates))

    def factor(update: int) -> float:
        rising = (update + 1) / warm
        falling = (updates - update) / max(1, updates - warm)
        return min(rising, falling, 1.0)

    return optimizer, LambdaLR(optimizer, factor)
