"""Plain data as JSON and back, to and from the kernel of a learner.

What comes back was written by a learner's process: nothing but numbers, words
and arrays of numbers can come of it.
"""

import base64
import json
from typing import Any

import numpy as np

LONGEST = 64_000_000
"""Characters of a reply that are read at most."""


def encode(value: Any) -> str:
    """Write plain data as JSON."""
    return json.dumps(value, default=_encode_array, allow_nan=True)


def decode(text: str) -> Any:
    """Read plain data.

    Raises
    ------
    ValueError
        If the text is not what :func:`encode` writes, or too long.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError("not a text, or too long")
    try:
        return json.loads(text, object_hook=_decode_array)
    except Exception as error:  # anything may have written this text
        raise ValueError(f"not plain data: {error}") from error


def _encode_array(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        raise TypeError(f"cannot send {type(value).__name__}")
    flat = np.ascontiguousarray(value)
    return {
        "array": base64.b64encode(flat.tobytes()).decode("ascii"),
        "dtype": flat.dtype.str,
        "shape": list(value.shape),
    }


def _decode_array(value: dict[str, Any]) -> Any:
    if value.keys() != {"array", "dtype", "shape"}:
        return value
    dtype = np.dtype(value["dtype"])
    if dtype.kind not in "biuf":
        raise ValueError(f"an array of {dtype}")
    flat = np.frombuffer(base64.b64decode(value["array"]), dtype)
    return flat.reshape([int(size) for size in value["shape"]]).copy()
