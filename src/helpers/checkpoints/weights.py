"""The weights of a model in one safetensors file.

Such a file holds names, shapes and numbers, and nothing that could be run.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from torch.nn.modules.module import _EXTRA_STATE_KEY_SUFFIX
from torch.nn.parameter import is_lazy

from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.files import (
    digest,
    read_tensors,
    tensor_bytes,
    write_file,
)
from helpers.paths import local_path


def save_weights(model: nn.Module, path: str | Path) -> str:
    """Write all parameters and buffers; return the file's SHA-256.

    The file is replaced in one step: whoever reads meanwhile, and whatever
    stops the program, finds the old file or the new one.

    Parameters
    ----------
    model
        On any device.
    path
        For instance ``"cnn.safetensors"``.

    Raises
    ------
    ValueError
        If the name does not end in ``.safetensors``.
    TypeError
        If the model's state holds more than tensors.
    """
    path = local_path(path)
    if path.suffix != ".safetensors":
        raise ValueError(
            f"a file of weights must end in .safetensors, got {path.name!r}"
        )
    content = weight_bytes(model.state_dict())
    write_file(path, content)
    return digest(content)


def load_weights(model: nn.Module, path: str | Path) -> None:
    """Put the weights of a file into a model, or change nothing.

    Parameters
    ----------
    model
        Built as the one that was saved.
    path
        What :func:`save_weights` wrote, any other safetensors file, or a
        checkpoint's ``model.safetensors``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If the file is damaged, is no safetensors file, or its names or shapes
        are not those of the model.
    """
    path = local_path(path)
    tensors, _ = read_tensors(path)
    check_fit(model, tensors, path)
    model.load_state_dict(tensors)


def weight_bytes(weights: Mapping[str, Tensor]) -> bytes:
    """Return the content of a file of weights."""
    return tensor_bytes(weights, {"format": "pt"})


def check_fit(
    model: nn.Module,
    weights: Mapping[str, Any],
    path: Path,
    *,
    dtypes: bool = False,
) -> None:
    """Refuse weights whose names or shapes are not those of the model.

    Where ``dtypes`` is true they must be of the same kinds too: otherwise
    PyTorch converts them, which a run that goes on exactly must not do.
    """
    state = model.state_dict()
    wanted = {name: _looks(name, x, dtypes) for name, x in state.items()}
    found = {name: _looks(name, x, dtypes) for name, x in weights.items()}
    faults = [f"it lacks {name}" for name in wanted if name not in found]
    faults += [f"has an extra {name}" for name in found if name not in wanted]
    faults += [
        f"{name} is {found[name]} instead of {looks}"
        for name, looks in wanted.items()
        if looks and found.get(name, looks) != looks
    ]
    if faults:
        more = f", and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise CheckpointError(
            f"{path} holds the weights of another model than this "
            f"{type(model).__name__}: {', '.join(faults[:3])}{more}; build the "
            "model with the arguments of the one that was saved"
        )


def _looks(name: str, value: Any, dtypes: bool) -> str:
    """Return a tensor's shape; nothing if that is free."""
    free = name.rpartition(".")[2] == _EXTRA_STATE_KEY_SUFFIX
    if free or not isinstance(value, Tensor) or is_lazy(value):
        return ""
    shape = str(tuple(value.shape))
    kind = str(value.dtype).removeprefix("torch.")
    return f"{shape} of {kind}" if dtypes else shape
