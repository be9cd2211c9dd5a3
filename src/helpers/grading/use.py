"""How an answer is put to use, where it lives.

The kernel of a graded notebook calls these functions. What they return is
only believed as far as it agrees with a reference computed elsewhere.
"""

from collections.abc import Callable
from typing import Any

import numpy as np


def call(answer: Callable[..., Any], **question: Any) -> Any:
    """Call the answer with the values of the question, in order."""
    return to_plain(answer(*(to_tensor(value) for value in question.values())))


class NotAnsweredError(Exception):
    """The answer is still the stub, or returns nothing."""


def given(value: Any) -> Any:
    """Return what an answer gave, unless it gave nothing.

    Raises
    ------
    NotAnsweredError
        If the value is ``None`` or ``...``.
    """
    if value is None or value is ...:
        raise NotAnsweredError("it returns nothing (None) yet")
    return value


def to_tensor(value: Any) -> Any:
    """Turn arrays into tensors of their own, also within lists and dicts."""
    if isinstance(value, np.ndarray):
        import torch  # the plugin that imports this module must stay light

        return torch.tensor(value)
    if isinstance(value, list):
        return [to_tensor(part) for part in value]
    if isinstance(value, dict):
        return {name: to_tensor(part) for name, part in value.items()}
    return value


def to_plain(value: Any) -> Any:
    """Turn tensors into arrays, also within lists, tuples and dicts.

    Raises
    ------
    NotAnsweredError
        If there is still a ``...``.
    TypeError
        If there is something else than tensors, arrays, numbers and words.
    """
    import torch

    if value is ...:
        raise NotAnsweredError("there is still a '...' in it")
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        value = value.float() if value.dtype == torch.bfloat16 else value
        return np.array(value.numpy())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): to_plain(part) for name, part in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        return value
    raise TypeError(
        "it returns something that is neither a tensor nor a number, but "
        f"{type(value).__name__}"
    )
