"""Ready-made steps: tuples of tensors, and Hugging Face dictionaries.

A domain with another kind of batch writes its own function of three lines and
passes it to the :class:`~helpers.training.Trainer` instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from helpers.training.explain import MISFITS, describe, raise_explained
from helpers.training.losses import (
    IGNORED,
    LossFunction,
    is_binary,
    is_elementwise,
    item_counter,
    name_of,
)
from helpers.training.output import Output, Step


def supervised(loss_fn: LossFunction) -> Step:
    """Make a step for batches ``(x, y)`` or ``(x_num, x_cat, ..., y)``.

    The last element is the target, ``(batch, ...)``; all before it are the
    model's arguments, in order.

    Parameters
    ----------
    loss_fn
        A loss that takes ``(preds, targets)`` and gives their *mean*, such as
        ``nn.CrossEntropyLoss()``.

    Raises
    ------
    ValueError
        If the loss does not average, and, when the step runs, if the batch is
        not a tuple of tensors of one length or does not fit the model or loss.
    """
    if getattr(loss_fn, "reduction", "mean") != "mean":
        raise ValueError(
            "supervised() needs a loss with reduction='mean', got "
            f"{loss_fn!r}; the loop itself weighs each batch by its size"
        )
    # What depends on the loss alone is found out once, not in every step.
    elementwise, count = is_elementwise(loss_fn), item_counter(loss_fn)

    def step(model: nn.Module, batch: Any) -> Output:
        *inputs, targets = _check_batch(batch)
        try:
            preds = model(*inputs)
        except MISFITS as error:
            raise_explained(error, model, inputs)
        if not isinstance(preds, Tensor):
            raise ValueError(
                "a supervised step needs a model that returns one tensor, got "
                f"{describe(preds)}; write a step of your own for this model"
            )
        if elementwise:
            _check_pairs(loss_fn, preds, targets)
        try:
            loss = loss_fn(preds, targets)
        except MISFITS as error:
            raise_explained(error, model, [preds, targets], loss_fn)
        items = count(preds, targets)
        return Output(loss, items, preds.detach(), targets)

    return step


def hugging_face() -> Step:
    """Make a step for dictionaries, as Hugging Face models take them.

    The batch must hold ``labels``; the model must return an object with
    ``loss`` and ``logits``. Labels of -100 are not counted, as the models of
    ``transformers`` do not score them. The loss of a model that shifts its
    labels (a causal language model) is a mean over other items than these:
    write a step of your own for it.

    Raises
    ------
    ValueError
        When the step runs: no dictionary, no ``labels``, or no loss came back.
    """

    def step(model: nn.Module, batch: Any) -> Output:
        if not isinstance(batch, Mapping) or "labels" not in batch:
            raise ValueError(
                "a Hugging Face step needs a dictionary with 'labels', got "
                f"{describe(batch)}; does the collator keep the labels?"
            )
        labels: Tensor = batch["labels"]
        try:
            result = model(**batch)
        except MISFITS as error:
            raise_explained(error, model, list(batch.values()))
        if getattr(result, "loss", None) is None:
            raise ValueError(
                f"{type(model).__name__} gave no loss; use a model with a "
                "head, such as AutoModelForSequenceClassification"
            )
        scored = labels != IGNORED if not labels.is_floating_point() else None
        count = len(labels) if scored is None else int(scored.sum())
        return Output(result.loss, count, result.logits.detach(), labels)

    return step


def _check_batch(batch: Any) -> Sequence[Tensor]:
    """Return the parts of a batch, or say why it is none."""
    if not isinstance(batch, tuple | list) or len(batch) < 2:
        raise ValueError(
            "a supervised step needs batches (inputs, ..., targets), got "
            f"{describe(batch)}; for dictionaries use hugging_face() or a "
            "step of your own"
        )
    for part in batch:
        if not isinstance(part, Tensor) or part.ndim == 0:
            raise ValueError(
                "every part of a batch must be a tensor of shape "
                f"(batch, ...), got {describe(batch)}; convert in the "
                "Dataset with torch.as_tensor"
            )
        if len(part) != len(batch[0]):
            raise ValueError(
                f"the parts of a batch differ in length: {describe(batch)}; "
                "inputs and targets must have one row per item"
            )
    return batch


def _check_pairs(loss_fn: LossFunction, preds: Tensor, targets: Tensor) -> None:
    """Refuse pairs that an element-wise loss would broadcast in silence."""
    if preds.shape != targets.shape:
        raise ValueError(
            f"{name_of(loss_fn)} compares element by element, but the "
            f"predictions are {tuple(preds.shape)} and the targets "
            f"{tuple(targets.shape)}; make them equal, for instance with "
            "preds.squeeze(-1) at the end of forward()"
        )
    if is_binary(loss_fn) and not torch.is_floating_point(targets):
        raise ValueError(
            f"{name_of(loss_fn)} needs float targets, got {targets.dtype}; "
            "convert them with targets.float()"
        )
