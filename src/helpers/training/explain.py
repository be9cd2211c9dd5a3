"""Turns PyTorch's errors about a batch into sentences that say what to do.

Nothing is checked before it fails, so a batch that fits costs nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import torch
from torch import Tensor, nn

from helpers.training.losses import LossCall


def describe(thing: Any) -> str:
    """Say in a few words what a batch holds: shapes, dtypes, devices."""
    if isinstance(thing, Tensor):
        kind = str(thing.dtype).removeprefix("torch.")
        return f"{kind} {tuple(thing.shape)} on {thing.device}"
    if isinstance(thing, Mapping):
        items = [f"{key!r}: {describe(value)}" for key, value in thing.items()]
        return "{" + ", ".join(items) + "}"
    if isinstance(thing, tuple | list):
        return "(" + ", ".join(describe(one) for one in thing) + ")"
    return type(thing).__name__


MISFITS = (RuntimeError, IndexError, ValueError, TypeError)
"""What PyTorch raises when a batch does not fit the model or the loss."""


def raise_explained(
    error: Exception,
    model: nn.Module,
    inputs: Sequence[Any],
    loss: LossCall | None = None,
) -> NoReturn:
    """Raise an error again, saying what was wrong and what to do.

    Parameters
    ----------
    error
        What was raised, one of ``MISFITS``.
    model
        The model of the step.
    inputs
        The arguments that the model, or the loss, was called with.
    loss
        The call of the loss, if it was the loss that failed.

    Raises
    ------
    ValueError
        If the cause is known: devices, dtypes, shapes or labels that do not
        match. Any other error is raised as it is, with the shapes as a note.
    """
    cause = (
        _other_device(model, inputs)
        or (_wrong_labels(loss) if loss else None)
        or _wrong_index(model, inputs, error)
        or _wrong_dtype(model, inputs, error)
        or _wrong_shape(model, inputs, error, loss)
    )
    if cause:
        raise ValueError(cause) from error
    where = "the loss" if loss else type(model).__name__
    error.add_note(f"{where} was called with {describe(list(inputs))}")
    raise error


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


def _wrong_labels(loss: LossCall) -> str | None:
    """Say what is wrong with class labels given to a cross-entropy."""
    preds, targets = loss.preds, loss.targets
    if not loss.is_over_classes or targets.ndim != preds.ndim - 1:
        return None
    if torch.is_floating_point(targets):
        return (
            f"class labels must be whole numbers, got {describe(targets)}; "
            "convert them with targets.long()"
        )
    if targets.dtype not in (torch.int64, torch.uint8):
        return (
            f"class labels must be int64, got {describe(targets)}; convert "
            "them in the Dataset with targets.long()"
        )
    classes = preds.shape[1] if preds.ndim > 1 else preds.shape[0]
    outside = (targets < 0) | (targets >= classes)
    wrong = (outside & (targets != loss.ignored)).nonzero()
    if len(wrong) == 0:
        return None
    row = int(wrong[0, 0])
    value = int(targets[tuple(wrong[0])])
    return (
        f"labels must be in [0, {classes - 1}], got {value} at row {row} of "
        f"the batch; the model has {classes} outputs: give it one per class"
    )


def _wrong_index(
    model: nn.Module, inputs: Sequence[Any], error: Exception
) -> str | None:
    """Say which whole numbers an embedding has no row for."""
    sizes = [
        module.num_embeddings
        for module in model.modules()
        if isinstance(module, nn.Embedding)
    ]
    indices = [
        x for x in inputs if isinstance(x, Tensor) and x.dtype == torch.int64
    ]
    if "index out of range in self" not in str(error) or not indices:
        return None
    low = min(int(x.min()) for x in indices)
    high = max(int(x.max()) for x in indices)
    return (
        f"an index has no row in its embedding: the batch holds whole numbers "
        f"from {low} to {high}, the embeddings have {sizes} rows; give unseen "
        "categories an index of their own"
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
    loss: LossCall | None,
) -> str | None:
    if not any(word in str(error) for word in ("shape", "size", "dimension")):
        return None
    taker = loss.name if loss else type(model).__name__
    arguments = "predictions and targets" if loss else "inputs"
    first = next(iter(model.parameters()), None)
    hint = (
        ""
        if loss or first is None
        else (f"; its first parameter is {tuple(first.shape)}")
    )
    return (
        f"{taker} cannot take {arguments} {describe(list(inputs))}: "
        f"{error}{hint}"
    )
