"""What every metric asks of its input, with errors that say what to do.

A metric that guesses what was meant gives a number that looks right.
"""

import torch
from torch import Tensor


def check_tensors(*inputs: object) -> None:
    """Raise a TypeError if something is no tensor."""
    for one in inputs:
        if not isinstance(one, Tensor):
            raise TypeError(
                f"metrics take tensors, got {type(one).__name__}; convert it "
                "with torch.as_tensor(...)"
            )


def check_rows(preds: Tensor, targets: Tensor) -> None:
    """Raise a ValueError unless there is a target for each prediction."""
    check_tensors(preds, targets)
    if len(preds) != len(targets):
        raise ValueError(
            f"{len(preds)} predictions but {len(targets)} targets; both must "
            "be of the same rows"
        )
    if len(targets) == 0:
        raise ValueError("no rows to score; is the split empty?")


def check_classes(labels: Tensor, targets: Tensor) -> None:
    """Raise a ValueError unless both hold classes and have one shape.

    A row without a class, such as -100, would count as a mistake.
    """
    check_rows(labels, targets)
    if labels.shape != targets.shape:
        raise ValueError(
            f"predicted classes {tuple(labels.shape)} and targets "
            f"{tuple(targets.shape)} must have one shape; compare one class "
            "with one target, for instance after squeeze(-1)"
        )
    if targets.is_floating_point():
        raise ValueError(
            f"targets must be classes (whole numbers), got {targets.dtype}; "
            "convert with targets.long()"
        )
    lowest = int(targets.long().min())
    if lowest < 0:
        raise ValueError(
            f"classes must be 0 or above, got {lowest}; leave out rows without "
            "a class (such as -100) before you score: labels[targets >= 0] "
            "and targets[targets >= 0]"
        )


def check_numbers(preds: Tensor, targets: Tensor) -> None:
    """Raise a ValueError unless there are numbers of one shape to compare."""
    check_rows(preds, targets)
    if preds.shape != targets.shape:
        raise ValueError(
            f"predictions {tuple(preds.shape)} and targets "
            f"{tuple(targets.shape)} must have one shape; use "
            "preds.squeeze(-1) if the model gives one column"
        )


def check_finite(preds: Tensor, targets: Tensor) -> None:
    """Raise a ValueError if a number is nan or infinite."""
    if not (preds.isfinite().all() and targets.isfinite().all()):
        raise ValueError(
            "predictions or targets hold nan or infinity; look at "
            "preds.isfinite().all() and targets.isfinite().all()"
        )


def check_binary(scores: Tensor, targets: Tensor) -> None:
    """Raise a ValueError unless these are one score and 0 or 1 a row."""
    check_rows(scores, targets)
    if scores.ndim != 1 or targets.ndim != 1:
        raise ValueError(
            "scores and targets must have the shape (rows,), got "
            f"{tuple(scores.shape)} and {tuple(targets.shape)}; of two "
            "columns of probabilities take probs[:, 1]"
        )
    if scores.isnan().any():
        raise ValueError("the scores hold nan, so they cannot be ordered")
    if bool(((targets != 0) & (targets != 1)).any()):
        values = torch.unique(targets).tolist()
        raise ValueError(f"targets must be 0 or 1, got {values[:5]}")


def classes_of(preds: Tensor) -> Tensor:
    """Return predicted classes, of scores ``(rows, classes)`` the largest."""
    check_tensors(preds)
    if not preds.is_floating_point():
        return preds
    if preds.ndim < 2 or preds.shape[1] == 1:
        raise ValueError(
            f"predictions must be classes, got {preds.dtype} scores of shape "
            f"{tuple(preds.shape)}; choose a threshold first, for instance "
            "(logits > 0).long()"
        )
    if preds.isnan().any():
        raise ValueError(
            "the scores hold nan, so there is no largest one; look for the "
            "batch where the model first gives nan"
        )
    return preds.argmax(dim=1)
