"""What the steps must know of a loss: its shape rules, and what it averages.

PyTorch's losses take their mean over rows, over tokens that are not ignored,
or over weights; a split is scored right only if each batch counts the same way.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

LossFunction = Callable[[Tensor, Tensor], Tensor]

IGNORED = -100  # PyTorch's and Hugging Face's label for "do not score this"

_ELEMENTWISE = (
    nn.MSELoss,
    nn.L1Loss,
    nn.SmoothL1Loss,
    nn.HuberLoss,
    nn.BCELoss,
    nn.BCEWithLogitsLoss,
)
_BINARY = (nn.BCELoss, nn.BCEWithLogitsLoss)
_OVER_CLASSES = (nn.CrossEntropyLoss, nn.NLLLoss)
_ELEMENTWISE_FUNCTIONS = (
    functional.mse_loss,
    functional.l1_loss,
    functional.smooth_l1_loss,
    functional.huber_loss,
    functional.binary_cross_entropy,
    functional.binary_cross_entropy_with_logits,
)
_BINARY_FUNCTIONS = _ELEMENTWISE_FUNCTIONS[-2:]
_CLASS_FUNCTIONS = (functional.cross_entropy, functional.nll_loss)


def name_of(loss_fn: LossFunction) -> str:
    """Return what to call the loss in a message."""
    return getattr(loss_fn, "__name__", type(loss_fn).__name__)


def is_elementwise(loss_fn: LossFunction) -> bool:
    """Say whether predictions and targets must have one shape."""
    return isinstance(loss_fn, _ELEMENTWISE) or (
        loss_fn in _ELEMENTWISE_FUNCTIONS
    )


def is_binary(loss_fn: LossFunction) -> bool:
    """Say whether the targets are 0.0 or 1.0."""
    return isinstance(loss_fn, _BINARY) or loss_fn in _BINARY_FUNCTIONS


def is_over_classes(loss_fn: LossFunction) -> bool:
    """Say whether the targets are whole numbers that name classes."""
    return isinstance(loss_fn, _OVER_CLASSES) or loss_fn in _CLASS_FUNCTIONS


def ignored_label(loss_fn: LossFunction) -> int:
    """Return the label that a loss over classes leaves out."""
    return getattr(loss_fn, "ignore_index", IGNORED)


def item_counter(loss_fn: LossFunction) -> Callable[[Tensor, Tensor], float]:
    """Return a function ``(preds, targets) -> count`` for this loss.

    It counts what the loss divides by to get its mean of a batch: the number
    of targets; without the ignored ones, and weighed, for a loss over classes;
    and the number of rows if a target is a whole distribution.
    """
    if not is_over_classes(loss_fn):
        return lambda preds, targets: targets.numel()
    ignored = ignored_label(loss_fn)
    weight: Tensor | None = getattr(loss_fn, "weight", None)

    def count(preds: Tensor, targets: Tensor) -> float:
        if torch.is_floating_point(targets):
            return targets.numel() // preds.shape[1]
        if weight is not None:
            scored = targets[targets != ignored]
            return float(weight.to(scored.device)[scored].sum())
        if ignored < 0 <= int(targets.min()):
            return targets.numel()  # none is ignored: the quick way to know
        return int((targets != ignored).sum())

    return count
