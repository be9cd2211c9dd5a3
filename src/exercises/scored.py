"""The scores that a learner's model gives, and faults that can be seen there.

For projects whose answer returns a trained model.
"""

from typing import Any

import numpy as np

from grading.adapters import to_plain

FEW = 7
"""So many rows are also asked about on their own."""


def has_shape(reply: Any, *shape: int) -> bool:
    """Tell whether a reply is an array of this shape."""
    return isinstance(reply, np.ndarray) and reply.shape == shape


def scores_of(model: Any, asked: Any) -> dict[str, Any]:
    """Return the scores of all rows, and of the first few alone."""
    import torch

    with torch.no_grad():
        found = {"scores": model(asked), "alone": model(asked[:FEW])}
    plain: dict[str, Any] = to_plain(found)
    return plain


def no_scores(reply: Any, rows: int, classes: int) -> bool:
    """Tell whether there is no finite score for each row and class."""
    scores = reply["scores"]
    shaped = has_shape(scores, rows, classes)
    return not shaped or not bool(np.isfinite(scores).all())


def depends_on_others(reply: Any, **_: Any) -> bool:
    """Tell whether the scores of a row change with the rows around it.

    By more than rounding does, which grows with the largest of them.
    """
    scores = reply["scores"][:FEW]
    atol = 1e-3 * float(np.abs(scores).max())
    return not np.allclose(scores, reply["alone"], 1e-2, atol)
