"""Turns PyTorch's errors about a batch into sentences that say what to do.

Nothing is checked before it fails, so a batch that fits costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn


def describe(thing: Any) -> str:
    """Say in a few words what a batch holds: shapes, dtypes, devices."""
    if isinstance(thing, Tensor):
        kind = str(thing.dtype).removeprefix("torch.")
        return f"{kind} {tuple(thing.shape)} on {thing.device}"
    if isinstance(thing, Mapping):
        parts = [f"{key!r}: {describe(value)}" for key, value in thing.items()]
        return "{" + ", ".join(parts) + "}"
    if isinstance(thing, tuple | list):
        return "(" + ", ".join(describe(part) for part in thing) + ")"
    return type(thing).__name__


@contextmanager
def explain_failure(
    model: nn.Module,
    inputs: Sequence[Any],
    loss_fn: Callable[..., Tensor] | None = None,
) -> Iterator[None]:
    """Re-raise an error of the block with what was wrong and what to do.

    Raises
    ------
    ValueError
        If the cause is known: devices, dtypes, shapes or labels that do not
        match.
        Any other error passes through, with the shapes as a note.
    """
    try:
        yield
    except (RuntimeError, IndexError, ValueError, TypeError) as error:
        cause = (
            _other_device(model, inputs)
            or (_wrong_labels(inputs) if loss_fn else None)
            or _wrong_dtype(model, inputs, error)
            or _wrong_shape(model, inputs, error, loss_fn)
        )
        if cause:
            raise ValueError(cause) from error
        where = "the loss" if loss_fn else type(model).__name__
        error.add_note(f"{where} was called with {describe(list(inputs))}")
        raise


def _other_device(model: nn.Module, inputs: Sequence[Any]) -> str | None:
    tensors = [x for x in inputs if isinstance(x, Tensor)]
    homes = {p.device for p in model.parameters()}
    away = [x for x in tensors if x.device not in homes]
    if not homes or not (away or len(homes) > 1):
        return None
    places = ", ".join(sorted(str(home) for home in homes))
    return (
        f"the model is on {places} but the batch is {describe(tensors)}; "
        "move the whole model to one device with model.to(device) and let "
        "the Trainer move the batches"
    )


def _wrong_labels(inputs: Sequence[Any]) -> str | None:
    """Say what is wrong with class labels given to a cross-entropy."""
    preds, targets = inputs
    if targets.ndim != preds.ndim - 1:
        return None
    if torch.is_floating_point(targets):
        return (
            f"class labels must be whole numbers, got {describe(targets)}; "
            "convert them with targets.long()"
        )
    classes = preds.shape[1] if preds.ndim > 1 else preds.shape[0]
    wrong = ((targets < 0) | (targets >= classes)).nonzero()
    if len(wrong) == 0:
        return None
    row = int(wrong[0, 0])
    value = int(targets[tuple(wrong[0])])
    return (
        f"labels must be in [0, {classes - 1}], got {value} at row {row} of "
        f"the batch; the model has {classes} outputs: give it one per class"
    )


def _wrong_dtype(
    model: nn.Module, inputs: Sequence[Any], error: Exception
) -> str | None:
    if "dtype" not in str(error) and "type" not in str(error):
        return None
    tensors = [x for x in inputs if isinstance(x, Tensor)]
    kinds = {p.dtype for p in model.parameters()}
    if len(kinds) != 1 or all(x.dtype in kinds for x in tensors):
        return None
    (kind,) = kinds
    name = str(kind).removeprefix("torch.")
    return (
        f"the model computes in {name} but the batch is {describe(tensors)}; "
        f"convert it in the Dataset, for instance with x.to(torch.{name})"
    )


def _wrong_shape(
    model: nn.Module,
    inputs: Sequence[Any],
    error: Exception,
    loss_fn: Callable[..., Tensor] | None,
) -> str | None:
    if not any(word in str(error) for word in ("shape", "size", "dimension")):
        return None
    taker = type(loss_fn or model).__name__
    parts = "predictions and targets" if loss_fn else "inputs"
    first = next(iter(model.parameters()), None)
    hint = (
        ""
        if loss_fn or first is None
        else (f"; its first parameter is {tuple(first.shape)}")
    )
    return (
        f"{taker} cannot take {parts} {describe(list(inputs))}: {error}{hint}"
    )
