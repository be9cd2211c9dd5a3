"""Exports a model to a file that runs without its Python code, and compares.

``.pt2`` is PyTorch's own format (``torch.export``); ``.onnx`` is read by other
runtimes, here by ONNX Runtime.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from helpers.checkpoints.files import whole_file
from helpers.export_checks import (
    checked_inputs,
    checked_tolerance,
    one_tensor,
    too_far,
)
from helpers.export_checks import (
    largest_difference as _largest_difference,
)
from helpers.export_formats import (
    cause,
    quiet,
    read_onnx,
    read_pt2,
    write_onnx,
    write_pt2,
)
from helpers.paths import local_path
from helpers.training.explain import describe

Runner = Callable[..., Tensor]


@dataclass(frozen=True)
class Exported:
    """An exported model: call it like the original.

    Attributes
    ----------
    path
        The file.
    bytes
        Its size.
    difference
        The largest absolute difference between its outputs and the
        original's, over all batch sizes that were tried.
    """

    path: Path
    bytes: int
    difference: float
    run: Runner

    def __call__(self, *inputs: Tensor) -> Tensor:
        """Return what the exported model gives for a batch of any size."""
        return self.run(*inputs)


def export(
    model: nn.Module,
    inputs: Sequence[Tensor],
    path: str | Path,
    *,
    lengths: bool = False,
    tolerance: float | None = None,
) -> Exported:
    """Write a model to a file, read the file and compare the outputs.

    Parameters
    ----------
    model
        Takes these inputs and returns one tensor. It is exported as it is in
        evaluation mode, on the CPU; the model itself stays as it was.
    inputs
        A batch of at least 3 rows, each ``(batch, ...)``.
    path
        Ends in ``.pt2`` or ``.onnx``.
    lengths
        Whether the second size may vary as well, as that of tokens
        ``(batch, seq)`` does. PyTorch cannot export ``nn.RNN`` like this.
    tolerance
        How far an output may be from the original's, relative to how large
        that output is in these rows. By default what rounding explains: 1e-4,
        for float64 1e-7, for float16 0.01 and for bfloat16 0.08. Whole numbers
        must be equal, and nan and infinities be in the same places.

    Raises
    ------
    ValueError
        If the name has another ending, the inputs are no batch, the model
        cannot be exported, or the outputs differ by more than the tolerance.
        Then no file is written, and an old one stays.
    ImportError
        If the extra ``serve`` is not installed (for ``.onnx``).
    """
    path = local_path(path)
    write = {".pt2": write_pt2, ".onnx": write_onnx}.get(path.suffix)
    if write is None:
        raise _other_ending(path)
    # A copy: the file would hold all of the tensor that a slice was taken from.
    inputs = tuple(x.cpu().clone() for x in checked_inputs(inputs, lengths))
    try:
        original = copy.deepcopy(model).cpu().eval()
    except RuntimeError as error:  # of tensors that it keeps with their graph
        raise ValueError(
            f"{type(model).__name__} cannot be copied ({cause(error)}); set "
            "what it has kept of a forward pass to None, or keep it detached"
        ) from error
    tolerance = checked_tolerance(original, inputs, path, tolerance)
    with whole_file(path) as new:
        try:
            with quiet():
                write(original, inputs, new, lengths)
            run = load_exported(new)
        except ImportError:
            raise
        except Exception as error:
            raise _not_exported(model, path, lengths, error) from error
        found = _largest_difference(original, run, inputs, lengths)
        if not found.relative <= tolerance:
            raise too_far(path, found, tolerance)
    return Exported(path, path.stat().st_size, found.absolute, run)


def load_exported(path: str | Path) -> Runner:
    """Return a function that runs an exported file, ``inputs -> outputs``.

    It raises a ``ValueError`` if the inputs are not such as the file takes.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If its name ends in neither ``.pt2`` nor ``.onnx``, or it is damaged.
    """
    path = local_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no exported model at {path}")
    read = {".pt2": read_pt2, ".onnx": read_onnx}.get(path.suffix)
    if read is None:
        raise _other_ending(path)
    try:
        with quiet():
            run = read(path)
    except ImportError:
        raise
    except Exception as error:
        raise ValueError(
            f"{path} is no whole exported model ({cause(error)}); export it "
            "again"
        ) from error
    return _explained(run, path.name)


def _explained(run: Callable[..., Any], name: str) -> Runner:
    """Return a function that says what a file could not take."""

    def explained(*inputs: Tensor) -> Tensor:
        try:
            output = run(*inputs)
        except Exception as error:
            raise ValueError(
                f"{name} cannot take {describe(inputs)}: {cause(error)}; give "
                "it tensors of the dtypes and sizes that it was exported with"
            ) from error
        return one_tensor(output, name)

    return explained


def _other_ending(path: Path) -> ValueError:
    return ValueError(f"the file must end in .pt2 or .onnx, got {path.name!r}")


def _not_exported(
    model: nn.Module, path: Path, lengths: bool, error: Exception
) -> ValueError:
    hint = (
        "forward() must not depend on values, as an `if` on a tensor does, nor "
        "on sizes that may vary"
    )
    if lengths and any(isinstance(x, nn.RNNBase) for x in model.modules()):
        hint = (
            "PyTorch writes out each step of an nn.RNN, and older versions of "
            "any recurrent layer: use nn.LSTM or nn.GRU, or pad to one length "
            "and leave out lengths=True"
        )
    free = " with a free length" if lengths else ""
    return ValueError(
        f"{type(model).__name__} cannot be exported to {path.name}{free} "
        f"({cause(error)}); {hint}"
    )
