"""What the loop refuses: options, schedules and models that do not fit.

Each error says what to do instead.
"""

import math
from collections.abc import Iterable

import torch
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau


class NonFiniteLossError(ArithmeticError):
    """The loss became nan or infinite; the weights were not updated with it.

    Running statistics, such as those of batch normalisation, are not weights:
    the forward pass that failed may have changed them.
    """


def check_finite(loss: float, epoch: int, batch: int) -> None:
    """Stop before a loss that is no number does any harm."""
    if not math.isfinite(loss):
        raise NonFiniteLossError(
            f"the loss became {loss} in epoch {epoch}, "
            f"batch {batch}; the weights are those before this batch. "
            "Look for nan in the data, or try a smaller learning rate "
            "or clip_norm=1.0"
        )


def check_options(
    clip_norm: float | None, autocast: torch.dtype | None
) -> None:
    """Refuse options that are out of range."""
    if clip_norm is not None and not clip_norm > 0:
        raise ValueError(f"clip_norm must be above 0, got {clip_norm}")
    if autocast not in (None, torch.bfloat16):
        raise ValueError(
            f"autocast must be torch.bfloat16 or None, got {autocast}; "
            "float16 would need its gradients scaled"
        )


def check_scheduler(
    scheduler: LRScheduler | None, optimizer: Optimizer
) -> None:
    """Refuse a schedule that the loop cannot step after every update."""
    if scheduler is not None and scheduler.optimizer is not optimizer:
        raise ValueError(
            "the scheduler belongs to another optimizer and would change "
            "nothing here; build it from the optimizer given to Trainer"
        )
    if isinstance(scheduler, ReduceLROnPlateau):
        raise ValueError(
            "ReduceLROnPlateau needs a score at each epoch, but the Trainer "
            "steps its scheduler after every update; use another schedule"
        )


def check_optimizer(
    parameters: Iterable[nn.Parameter], model: nn.Module
) -> None:
    """Refuse an optimizer that was built for another model."""
    held = {id(parameter) for parameter in parameters}
    if not any(id(p) in held for p in model.parameters()):
        raise ValueError(
            "the optimizer holds no parameter of this model; build it "
            "with AdamW(model.parameters(), ...) after the model"
        )


def check_device(model: nn.Module, device: torch.device) -> None:
    """Refuse a model that was moved after the Trainer had moved it."""
    wanted = torch.empty(0, device=device).device
    for name, parameter in model.named_parameters():
        if parameter.device != wanted:
            raise ValueError(
                f"this Trainer computes on {wanted}, but the parameter "
                f"{name!r} is on {parameter.device}; leave the model where "
                "the Trainer put it, or pass device=... to Trainer"
            )
