"""The optimizer of all fine-tuning: slow for what is known, fast for the new.

A pre-trained body needs small steps, a head that starts at random large ones.
"""

import math

from torch import nn
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from helpers.options import whole_number

WARM_UP = 0.1


def two_rates(
    model: nn.Module,
    body: nn.Module,
    updates: int,
    body_rate: float = 1e-4,
    head_rate: float = 1e-3,
) -> tuple[AdamW, LambdaLR]:
    """Return AdamW with a rate for the body and one for all else.

    Both rates rise in a line over the first tenth of the updates, and then
    fall in a line towards zero. Parameters that are frozen are left out.

    Parameters
    ----------
    model
        The body and its head.
    body
        The pre-trained part of it, such as ``model.bert``.
    updates
        How many updates there will be: batches times epochs.
    body_rate, head_rate
        The highest learning rate of each.

    Raises
    ------
    ValueError
        If there are no updates, a rate is negative or nan, or nothing outside
        the body is there to train.
    """
    updates = whole_number("updates", updates)
    for rate in (body_rate, head_rate):
        if not 0 <= rate < math.inf:  # never true for nan
            raise ValueError(f"a learning rate must be 0 or above, got {rate}")
    known = {id(weight) for weight in body.parameters()}
    learning = [weight for weight in model.parameters() if weight.requires_grad]
    old = [weight for weight in learning if id(weight) in known]
    new = [weight for weight in learning if id(weight) not in known]
    if not new:
        raise ValueError(
            "every weight that learns is in the body; is `body` the whole "
            "model instead of its pre-trained part?"
        )
    groups = [{"params": new, "lr": float(head_rate)}]
    if old:
        groups.append({"params": old, "lr": float(body_rate)})
    optimizer = AdamW(groups, fused=True)  # one pass: a quarter of the time
    warm = max(1, round(WARM_UP * updates))

    def share(update: int) -> float:
        rising = (update + 1) / warm
        falling = (updates - update) / max(1, updates - warm)
        return min(rising, falling, 1.0)

    return optimizer, LambdaLR(optimizer, share)
