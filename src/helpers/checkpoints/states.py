"""The state of a run as PyTorch's own file, which is read without running code.

``torch.load(path, weights_only=True)`` takes tensors, numbers, texts and
lists and dictionaries of them; here NumPy's numbers and arrays too.
"""

import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.serialization import get_unsafe_globals_in_checkpoint, safe_globals

from helpers.checkpoints.errors import CheckpointError

_NUMPY: list[Any] = [
    bytes,  # of an array without elements
    np.ndarray,
    np.dtype,
    np.float64(0).__reduce__()[0],  # what makes a number, and an array
    np.empty(0).__reduce__()[0],
    *{type(np.dtype(code)) for code in "?bhilqBHILQefd"},
]


def state_bytes(state: dict[str, Any]) -> bytes:
    """Return the content of a file that :func:`load_state` reads.

    Raises
    ------
    TypeError
        If something in the state could only be read by running code.
    """
    file = io.BytesIO()
    try:
        torch.save(state, file)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise _refusal(str(error)) from error
    file.seek(0)
    with safe_globals(_NUMPY):
        unsafe = get_unsafe_globals_in_checkpoint(file)
    if unsafe:
        raise _refusal(", ".join(unsafe))
    return file.getvalue()


def load_state(path: Path) -> dict[str, Any]:
    """Return the state in a file, its tensors on the CPU.

    Raises
    ------
    CheckpointError
        If reading it would run code that is none of PyTorch's.
    """
    try:
        with safe_globals(_NUMPY):
            state: dict[str, Any] = torch.load(
                path, map_location="cpu", weights_only=True
            )
    except pickle.UnpicklingError as error:
        raise CheckpointError(
            f"{path} was not opened: reading it could run any code, which no "
            "checkpoint of this course needs"
        ) from error
    return state


def _refusal(cause: str) -> TypeError:
    return TypeError(
        f"cannot save this run: its state holds more than numbers, texts and "
        f"tensors ({cause}); keep such things out of the optimizer's and the "
        "scheduler's state"
    )
