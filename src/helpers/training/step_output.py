"""What one step hands back to the loop, and what a step is.

A step is all that differs between the course's four domains: it knows how a
batch is laid out and which loss goes with it. The loop knows nothing of that.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class StepOutput:
    """The result of one forward pass.

    Attributes
    ----------
    loss
        A scalar: the mean loss over ``count`` items, with its graph.
    count
        How many items that mean is over: rows, or tokens that are not
        padding, or the sum of their weights. The loop weighs each batch by
        it, so an uneven last batch changes nothing. A batch with a count of
        0 is passed over.
    preds
        What the model gave, ``(batch, ...)``; kept for the metrics.
    targets
        What it should have given, ``(batch, ...)``.
    """

    loss: Tensor
    count: float
    preds: Tensor | None = None
    targets: Tensor | None = None


Step = Callable[[nn.Module, Any], StepOutput]
"""``step(model, batch) -> StepOutput``; the batch is on the model's device."""

Metric = Callable[[Tensor, Tensor], float]
"""``metric(preds, targets) -> float``, both of a whole split, on the CPU."""


def checked(output: Any) -> StepOutput:
    """Return what a step gave, its count as a Python number.

    Raises
    ------
    TypeError
        If it is no StepOutput, or its loss is no tensor.
    ValueError
        If the loss is not one number, or the count is negative or infinite.
    """
    if not isinstance(output, StepOutput):
        raise TypeError(
            "a step must return StepOutput(loss, count, preds, targets), got "
            f"{type(output).__name__}"
        )
    if not isinstance(output.loss, Tensor):
        raise TypeError(
            "the loss of a step must be a tensor, got "
            f"{type(output.loss).__name__}; leave out .item()"
        )
    if output.loss.ndim != 0:
        raise ValueError(
            "the loss must be one number, got shape "
            f"{tuple(output.loss.shape)}; use reduction='mean'"
        )
    if not 0 <= output.count < math.inf:  # nan is not
        raise ValueError(
            f"a step counted {output.count} items; the count must be a "
            "finite number from 0 on"
        )
    return replace(output, count=float(output.count))
