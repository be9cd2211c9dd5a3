"""Writes a nested state as JSON and a dictionary of tensors, and reads it.

JSON alone would turn tuples into lists and the numbers that name things into
texts; a pickle would keep them, but may run any code when it is read.
"""

from typing import Any

from torch import Tensor


def encode(value: Any, tensors: dict[str, Tensor], place: str = "") -> Any:
    """Return what JSON can hold of a value; put its tensors aside.

    Parameters
    ----------
    value
        Numbers, texts, ``None``, tensors, and lists, tuples and dictionaries
        of these.
    tensors
        Tensors are added here, by the place where they stood.
    place
        Where the value stands, for messages.

    Raises
    ------
    TypeError
        If there is something else in it.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Tensor):
        name = place or "tensor"
        tensors[name] = value
        return {"tensor": name}
    if type(value) in (list, tuple):
        parts = [
            encode(part, tensors, f"{place}.{number}")
            for number, part in enumerate(value)
        ]
        return parts if type(value) is list else {"tuple": parts}
    if isinstance(value, dict):
        return {
            "dict": [
                [
                    encode(key, tensors, f"{place}.key"),
                    encode(part, tensors, f"{place}.{key}".lstrip(".")),
                ]
                for key, part in value.items()
            ]
        }
    raise TypeError(
        f"cannot save {place}: a {type(value).__name__} is neither a number, "
        "a text nor a tensor; keep such things out of the optimizer's and "
        "the scheduler's state"
    )


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
    if kind == "tuple":
        return tuple(decode(part, tensors) for part in content)
    if kind == "dict":
        return {
            decode(key, tensors): decode(part, tensors) for key, part in content
        }
    raise ValueError(f"no such kind of value: {kind!r}")
