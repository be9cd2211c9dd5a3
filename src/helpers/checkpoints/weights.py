"""The weights of a model in one safetensors file.

Such a file holds names, shapes and numbers, and nothing that could be run.
"""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor, nn

from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.files import (
    digest,
    read_tensors,
    tensor_bytes,
    write_file,
)


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
    """
    path = Path(path)
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
    path = Path(path)
    tensors, _ = read_tensors(path)
    check_fit(model, tensors, path)
    model.load_state_dict(tensors)


def weight_bytes(weights: Mapping[str, Tensor]) -> bytes:
    """Return the content of a file of weights."""
    return tensor_bytes(weights, {"format": "pt"})


def check_fit(
    model: nn.Module, weights: Mapping[str, Tensor], path: Path
) -> None:
    """Refuse weights whose names or shapes are not those of the model."""
    wanted = {name: tuple(t.shape) for name, t in model.state_dict().items()}
    found = {name: tuple(t.shape) for name, t in weights.items()}
    faults = [f"it lacks {name}" for name in wanted if name not in found]
    faults += [f"has an extra {name}" for name in found if name not in wanted]
    faults += [
        f"{name} is {found[name]} instead of {shape}"
        for name, shape in wanted.items()
        if name in found and found[name] != shape
    ]
    if faults:
        more = f", and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise CheckpointError(
            f"{path} holds the weights of another model than this "
            f"{type(model).__name__}: {', '.join(faults[:3])}{more}; build the "
            "model with the arguments of the one that was saved"
        )
