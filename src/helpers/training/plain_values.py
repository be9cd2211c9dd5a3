"""Numbers, texts and lists of them, in which objects count: kept and compared.

A tensor or an array of one dimension is one of them; with more it is data.
"""

import hashlib
from typing import Any

import numpy as np
import torch
from torch import Tensor

_SCALARS = (bool, int, float, str, type(None))


class NotPlainError(TypeError):
    """The value is an object, or data."""


def frozen(value: Any, depth: int) -> Any:
    """Return what is equal as long as the value is the same.

    Parameters
    ----------
    value
        Anything.
    depth
        How many lists within one another are a plain value.

    Raises
    ------
    NotPlainError
        If the value is not plain.
    """
    if isinstance(value, Tensor) and value.layout == torch.strided:
        value = value.detach().cpu().contiguous()
        content = value.view(-1).view(torch.uint8).numpy()
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        content = np.ascontiguousarray(value)
    else:
        return _frozen_list(value, depth)
    if value.ndim > 1:
        raise NotPlainError
    return value.dtype, value.shape, hashlib.sha256(content).digest()


def copied(value: Any) -> Any:
    """Return a copy of a plain value, of kinds that a checkpoint holds."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value.copy())
    if isinstance(value, Tensor):
        return value.detach().cpu().clone()
    if isinstance(value, list | tuple):
        return type(value)(copied(one) for one in value)
    return value


def put(thing: Any, name: str, value: Any) -> None:
    """Set an attribute to a copied value; others who hold a list see it too."""
    now = getattr(thing, name, None)
    if isinstance(now, np.ndarray):
        value = value.numpy()
    if isinstance(now, list):
        now[:] = value
    elif isinstance(now, np.ndarray | Tensor) and now.shape == value.shape:
        now[...] = value
    else:
        setattr(thing, name, value)


def _frozen_list(value: Any, depth: int) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) in _SCALARS:
        return value
    if type(value) not in (list, tuple) or depth == 0:
        raise NotPlainError
    return tuple(_frozen_list(one, depth - 1) for one in value)
