"""Computes the loss of a batch, and counts the items that it is a mean of.

PyTorch's own losses say how they count. A function of one's own is watched
while it runs: what counts is what the losses of PyTorch in it average over.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from helpers.training.explain import MISFITS, raise_explained
from helpers.training.losses import (
    KNOWN_FUNCTIONS,
    MEANS,
    LossCall,
    LossFunction,
    call_maker,
    name_of,
    scored_labels,
)

LossAndCount = Callable[[Tensor, Tensor, nn.Module], tuple[Tensor, float]]
"""``(preds, targets, model) -> loss, count``; the model is for messages."""


def loss_and_count(loss_fn: LossFunction) -> LossAndCount:
    """Return a function that gives a batch's mean loss and number of items.

    Parameters
    ----------
    loss_fn
        A loss that takes ``(preds, targets)`` and gives their mean.

    Returns
    -------
    LossAndCount
        It raises a ValueError if predictions and targets do not fit the loss,
        or the loss is a sum, or consists of means over other numbers of items.
    """
    make_call = call_maker(loss_fn)
    if make_call is None:
        return partial(_watched, loss_fn)

    def known(
        preds: Tensor, targets: Tensor, model: nn.Module
    ) -> tuple[Tensor, float]:
        call = make_call(preds, targets)
        _check_pairs(call)
        try:
            loss = loss_fn(preds, targets)
        except MISFITS as error:
            raise_explained(error, model, [preds, targets], call)
        return loss, call.items()

    return known


class _Watch(TorchFunctionMode):
    """Notes which losses of PyTorch are called meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[LossCall] = []
        self.results: list[Tensor] = []  # one fewer, if the last call failed

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        options = dict(kwargs or {})
        if func not in KNOWN_FUNCTIONS:
            return func(*args, **options)
        name, (preds, targets) = name_of(func), args[:2]
        self.calls.append(LossCall(name, func, preds, targets, options))
        self.results.append(func(*args, **options))
        return self.results[-1]

    @property
    def failed(self) -> LossCall | None:
        """The call that raised an error."""
        complete = len(self.calls) == len(self.results)
        return None if complete else self.calls[-1]


def _watched(
    loss_fn: LossFunction, preds: Tensor, targets: Tensor, model: nn.Module
) -> tuple[Tensor, float]:
    """Return the loss and the count of a function of one's own."""
    watch = _Watch()
    try:
        with watch:
            loss = loss_fn(preds, targets)
    except MISFITS as error:
        call = watch.failed or LossCall(
            name_of(loss_fn), loss_fn, preds, targets, {}
        )
        _check_pairs(call)
        raise_explained(error, model, [call.preds, call.targets], call)
    for call, result in zip(watch.calls, watch.results, strict=True):
        if call.preds is preds and call.targets is targets:
            _check_pairs(call)
        if result is loss and call.reduction not in MEANS:
            raise ValueError(
                "supervised() needs a loss with reduction='mean', got "
                f"{name_of(loss_fn)} with {call.reduction!r}; the loop itself "
                "weighs each batch by its size"
            )
    return loss, _count(watch.calls, targets, name_of(loss_fn))


def _count(calls: Sequence[LossCall], targets: Tensor, name: str) -> float:
    """Return what one's own function averages over, by what it called."""
    counts = {call.items() for call in calls}
    if len(counts) == 1:
        return counts.pop()
    if any(call.is_uneven for call in calls):
        raise ValueError(
            f"{name} adds up means over different numbers of items: "
            f"{sorted(counts)}, as labels are ignored or weighed; such a loss "
            "of a whole split cannot be told from those of its batches. Use "
            "one loss, or write a step that returns StepOutput(loss, count)"
        )
    whole = not targets.is_floating_point()
    return scored_labels(targets) if whole else targets.numel()


def _check_pairs(call: LossCall) -> None:
    """Refuse pairs that an element-wise loss would broadcast in silence."""
    preds, targets = call.preds, call.targets
    if call.is_elementwise and preds.shape != targets.shape:
        raise ValueError(
            f"{call.name} compares element by element, but the "
            f"predictions are {tuple(preds.shape)} and the targets "
            f"{tuple(targets.shape)}; make them equal, for instance with "
            "preds.squeeze(-1) at the end of forward()"
        )
    if call.is_binary and not targets.is_floating_point():
        raise ValueError(
            f"{call.name} needs float targets, got {targets.dtype}; "
            "convert them with targets.float()"
        )
    if call.needs_one_type and preds.requires_grad:
        _check_types(call)


def _check_types(call: LossCall) -> None:
    """Refuse targets of a type that no gradient leads through."""
    preds, targets = call.preds, call.targets
    mixed = torch.is_autocast_enabled(preds.device.type)
    wide = torch.float32 if mixed else preds.dtype
    if targets.dtype not in (preds.dtype, wide):
        raise ValueError(
            f"{call.name} has no gradient for {preds.dtype} predictions and "
            f"{targets.dtype} targets; convert them in the Dataset with "
            f"targets.to({wide})"
        )
