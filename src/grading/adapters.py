"""How an answer is put to use, where it lives.

The kernel of a graded notebook calls these functions. What they return is
only believed as far as it agrees with a reference computed elsewhere.
"""

import itertools
from collections.abc import (
    Callable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch

Array = np.ndarray[Any, Any]

LONGEST = 1_000_000
"""Values that are taken from a generator, which may have no end."""


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
    """Turn arrays into tensors of their own, also within lists and dicts.

    Decimals become float32, as PyTorch makes them, so that an answer may put
    them together with tensors that it makes.
    """
    if isinstance(value, np.ndarray):
        import torch  # the plugin that imports this module must stay light

        tensor = torch.tensor(value)
        return tensor.float() if value.dtype == np.float64 else tensor
    if isinstance(value, list):
        return [to_tensor(part) for part in value]
    if isinstance(value, dict):
        return {name: to_tensor(part) for name, part in value.items()}
    return value


def to_plain(value: Any) -> Any:
    """Turn tensors into arrays, also within lists, tuples and dicts.

    A generator, or what else gives values one by one, counts as a list, with
    `LONGEST` values at most. Scalars of NumPy become Python's, columns of
    pandas become arrays, arrays of words become lists, and what NumPy has no
    type for, such as bfloat16, becomes float32.

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
        return _plain_array(_to_numpy(value))
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): to_plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [to_plain(part) for part in value]
    if isinstance(value, Iterator | KeysView | ValuesView):
        return [to_plain(part) for part in itertools.islice(value, LONGEST)]
    if hasattr(value, "__array__") and not isinstance(value, type):
        return _plain_array(np.asarray(value))
    if type(value).__name__ == "NAType":  # what pandas has for missing values
        return float("nan")
    raise TypeError(
        "it returns something that is neither a tensor nor a number, but "
        f"{type(value).__name__}"
    )


def _to_numpy(tensor: "torch.Tensor") -> Array:
    """Return a copy of any tensor as an array."""
    import torch

    known = {torch.float16, torch.float32, torch.float64}
    plain = tensor.detach().cpu().resolve_conj().resolve_neg()
    if plain.layout is not torch.strided:
        plain = plain.to_dense()
    if plain.is_floating_point() and plain.dtype not in known:
        plain = plain.float()
    return np.array(plain.numpy())


def _plain_array(array: Array) -> Any:
    """Return an array of numbers as it is, any other as lists."""
    if array.dtype.kind in "biuf":
        return array
    return to_plain(array.tolist())
