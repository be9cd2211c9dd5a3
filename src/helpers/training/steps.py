"""Ready-made steps: tuples of tensors, and Hugging Face dictionaries.

A domain with another kind of batch writes its own function of three lines and
passes it to the :class:`~helpers.training.Trainer` instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor, nn

from helpers.training.counting import loss_and_count
from helpers.training.explain import MISFITS, describe, raise_explained
from helpers.training.losses import (
    MEANS,
    LossFunction,
    name_of,
    reduction_of,
    scored_labels,
)
from helpers.training.step_output import Step, StepOutput


def supervised(loss_fn: LossFunction) -> Step:
    """Make a step for batches ``(x, y)`` or ``(x_num, x_cat, ..., y)``.

    The last element is the target, ``(batch, ...)``; all before it are the
    model's arguments, in order.

    Parameters
    ----------
    loss_fn
        A loss that takes ``(preds, targets)`` and gives their *mean*: a
        module such as ``nn.CrossEntropyLoss()``, a function, or a
        ``functools.partial`` of one.

    Raises
    ------
    ValueError
        If the loss does not average, and, when the step runs, if the batch is
        not a tuple of tensors of one length or does not fit the model or loss.

    Notes
    -----
    The loop weighs each batch by the number of items that its mean is over:
    for PyTorch's losses without ignored labels and by their weights, also
    where a function of your own calls them. A function that takes the mean
    itself is expected to take it over all targets, those of -100 left out; if
    yours counts otherwise, write a step that returns
    ``StepOutput(loss, count)``.
    """
    reduction = reduction_of(loss_fn)
    if reduction not in MEANS:
        raise ValueError(
            "supervised() needs a loss with reduction='mean', got "
            f"{name_of(loss_fn)} with {reduction!r}; the loop itself weighs "
            "each batch by its size"
        )
    measure = loss_and_count(loss_fn)

    def step(model: nn.Module, batch: Any) -> StepOutput:
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
        loss, count = measure(preds, targets, model)
        return StepOutput(loss, count, preds.detach(), targets)

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

    def step(model: nn.Module, batch: Any) -> StepOutput:
        if not isinstance(batch, Mapping) or "labels" not in batch:
            raise ValueError(
                "a Hugging Face step needs a dictionary with 'labels', got "
                f"{describe(batch)}; does the collator keep the labels?"
            )
        labels = batch["labels"]
        if not isinstance(labels, Tensor):
            raise ValueError(
                f"the labels must be a tensor, got {describe(labels)}; let the "
                "collator make one with torch.tensor(labels)"
            )
        try:
            result = model(**batch)
        except MISFITS as error:
            raise_explained(error, model, list(batch.values()))
        if getattr(result, "loss", None) is None:
            raise ValueError(
                f"{type(model).__name__} gave no loss; use a model with a "
                "head, such as AutoModelForSequenceClassification"
            )
        whole = not labels.is_floating_point()
        count = scored_labels(labels) if whole else len(labels)
        return StepOutput(result.loss, count, result.logits.detach(), labels)

    return step


def _check_batch(batch: Any) -> Sequence[Tensor]:
    """Return the tensors of a batch, or say why it is none."""
    if not isinstance(batch, tuple | list) or len(batch) < 2:
        raise ValueError(
            "a supervised step needs batches (inputs, ..., targets), got "
            f"{describe(batch)}; for dictionaries use hugging_face() or a "
            "step of your own"
        )
    for tensor in batch:
        if not isinstance(tensor, Tensor) or tensor.ndim == 0:
            raise ValueError(
                "each item of a batch must be a tensor of shape "
                f"(batch, ...), got {describe(batch)}; convert in the "
                "Dataset with torch.as_tensor"
            )
        if len(tensor) != len(batch[0]):
            raise ValueError(
                f"the tensors of a batch differ in length: {describe(batch)}; "
                "inputs and targets must have one row per item"
            )
    return batch
