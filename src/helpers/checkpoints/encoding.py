"""Writes a nested state as JSON and a dictionary of tensors, and reads it.

JSON alone would turn tuples into lists and the numbers that name things into
texts; a pickle would keep them, but may run any code when it is read.
"""

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor

_ROWS: dict[str, Callable[[Iterable[Any]], Any]] = {
    "tuple": tuple,
    "deque": deque,
    "Size": torch.Size,
}
_TABLES: dict[str, Callable[[Iterable[tuple[Any, Any]]], Any]] = {
    "dict": dict,
    "OrderedDict": OrderedDict,
    "Counter": lambda pairs: Counter(dict(pairs)),
}
_FACTORIES = {"int": int, "float": float, "list": list, "dict": dict}
_SCALARS = (bool, int, float, str)
_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    str: str.__str__,
}


def encode(value: Any, tensors: dict[str, Tensor], place: str = "") -> Any:
    """Return what JSON can hold of a value; put its tensors aside.

    Parameters
    ----------
    value
        Numbers, texts, ``None``, paths, NumPy's numbers and arrays, tensors,
        and lists, tuples and dictionaries of these. A class of one's own
        that is a number, a text or a dictionary comes back as just that.
    tensors
        Tensors are added here, by the place where they stood.
    place
        Where the value stands, for messages.

    Raises
    ------
    TypeError
        If there is something else in it.
    """
    if value is None or type(value) in _SCALARS:
        return value
    if isinstance(value, Tensor):
        return {"tensor": _put_aside(value, tensors, place)}
    if isinstance(value, dict):
        return _encode_table(value, tensors, place)
    kind = type(value).__name__
    if type(value) is list or type(value) is _ROWS.get(kind):
        parts = [
            encode(part, tensors, f"{place}.{number}")
            for number, part in enumerate(value)
        ]
        if kind == "deque":
            return {kind: [parts, getattr(value, "maxlen", None)]}
        return parts if kind == "list" else {kind: parts}
    return _encode_other(value, tensors, place)


def decode(code: Any, tensors: dict[str, Tensor]) -> Any:
    """Return the value that :func:`encode` was given.

    Raises
    ------
    KeyError, ValueError, TypeError
        If it was not made by :func:`encode`.
    """
    if isinstance(code, list):
        return [decode(part, tensors) for part in code]
    if not isinstance(code, dict):
        return code
    ((kind, content),) = code.items()
    if kind == "tensor":
        return tensors[content]
    if kind == "array":
        return tensors[content].numpy()
    if kind == "path":
        return Path(content)
    if kind == "numpy":
        name, number = content
        return np.dtype(name).type(number)
    if kind == "deque":
        parts, longest = content
        return deque(decode(parts, tensors), longest)
    if kind == "defaultdict":
        factory, pairs = content
        make = None if factory is None else _FACTORIES[factory]
        return defaultdict(make, _decode_pairs(pairs, tensors))
    if kind in _ROWS:
        return _ROWS[kind](decode(part, tensors) for part in content)
    if kind in _TABLES:
        return _TABLES[kind](_decode_pairs(content, tensors))
    raise ValueError(f"no such kind of value: {kind!r}")


def _put_aside(value: Tensor, tensors: dict[str, Tensor], place: str) -> str:
    """Add a tensor, under a name that no other has."""
    name = place or "tensor"
    while name in tensors:  # 1 and "1" are two keys, but look the same
        name += "'"
    tensors[name] = value
    return name


def _encode_table(
    value: dict[Any, Any], tensors: dict[str, Tensor], place: str
) -> Any:
    pairs = [
        [
            encode(key, tensors, f"{place}.key"),
            encode(part, tensors, f"{place}.{key}".lstrip(".")),
        ]
        for key, part in value.items()
    ]
    if type(value) is defaultdict:
        name = getattr(value.default_factory, "__name__", None)
        if value.default_factory is not _FACTORIES.get(name or ""):
            raise _refusal(value.default_factory, f"{place}.default_factory")
        return {"defaultdict": [name, pairs]}
    kind = type(value).__name__
    known = type(value) in (OrderedDict, Counter)
    return {kind if known else "dict": pairs}


def _decode_pairs(
    code: list[list[Any]], tensors: dict[str, Tensor]
) -> list[tuple[Any, Any]]:
    return [(decode(k, tensors), decode(part, tensors)) for k, part in code]


def _encode_other(value: Any, tensors: dict[str, Tensor], place: str) -> Any:
    if isinstance(value, np.generic) and type(value.item()) in _SCALARS:
        return {"numpy": [value.dtype.str, value.item()]}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        native = value.astype(value.dtype.newbyteorder("="))
        return {"array": _put_aside(torch.from_numpy(native), tensors, place)}
    if isinstance(value, PurePath):
        return {"path": str(value)}
    if isinstance(value, Enum):  # also if it is a number or a text
        raise _refusal(value, place)
    for kind, plain in _PLAIN.items():
        if isinstance(value, kind):
            return plain(value)
    raise _refusal(value, place)


def _refusal(value: Any, place: str) -> TypeError:
    return TypeError(
        f"cannot save {place}: a {type(value).__name__} is neither a number, "
        "a text nor a tensor; keep such things out of the optimizer's and "
        "the scheduler's state"
    )
