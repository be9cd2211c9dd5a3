"""Exports a model to a file that runs without its Python code, and compares.

``.pt2`` is PyTorch's own format (``torch.export``); ``.onnx`` is read by other
runtimes, here by ONNX Runtime.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from helpers.checkpoints.files import whole_file
from helpers.closeness import ROUNDING, Difference, difference
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

FEWEST = 3  # sizes of 0 and 1 are taken for constants


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
    inputs = tuple(x.cpu().clone() for x in _checked(inputs, lengths))
    try:
        original = copy.deepcopy(model).cpu().eval()
    except RuntimeError as error:  # of tensors that it keeps with their graph
        raise ValueError(
            f"{type(model).__name__} cannot be copied ({cause(error)}); set "
            "what it has kept of a forward pass to None, or keep it detached"
        ) from error
    tolerance = _checked_tolerance(original, inputs, path, tolerance)
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
            raise _too_far(path, found, tolerance)
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
        return _one_tensor(output, name)

    return explained


def _checked(inputs: Sequence[Tensor], lengths: bool) -> Sequence[Tensor]:
    """Return the inputs if they are a batch that can be exported with."""
    row_of_tensors = not isinstance(inputs, Tensor) and len(inputs) > 0
    if not row_of_tensors or not all(
        isinstance(x, Tensor) and x.ndim > 0 for x in inputs
    ):
        raise ValueError(
            "the inputs must be a list of tensors (batch, ...), one for each "
            f"argument of the model, got {describe(inputs)}; write [x]"
        )
    fewest, most = (f(len(x) for x in inputs) for f in (min, max))
    if fewest < FEWEST or fewest != most:
        raise ValueError(
            f"export needs a batch of at least {FEWEST} rows, got {fewest}"
            + (f" and {most} in {describe(inputs)}" if most > fewest else "")
        )
    sizes = [x.shape[1] for x in inputs if x.ndim > 1]
    if lengths and min(sizes, default=0) < FEWEST:
        raise ValueError(
            "lengths=True needs inputs (batch, seq, ...) of at least "
            f"{FEWEST} in the second size, got {describe(inputs)}"
        )
    return inputs


def _checked_tolerance(
    model: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    tolerance: float | None,
) -> float:
    """Run the original once; return how far the other may be from it."""
    with torch.no_grad():
        output = _one_tensor(model(*inputs), type(model).__name__)
    if output.numel() and not output.isfinite().any():
        raise ValueError(
            f"{type(model).__name__} gives only nan or infinities for these "
            "inputs, which cannot be compared; export it with others"
        )
    tensors = chain(inputs, [output], model.parameters(), model.buffers())
    kinds = {x.dtype for x in tensors if x.is_floating_point()}
    if torch.bfloat16 in kinds and path.suffix == ".onnx":
        raise ValueError(
            "ONNX Runtime does not compute in bfloat16 on a CPU; export "
            "copy.deepcopy(model).float(), or to .pt2"
        )
    if tolerance is not None:
        return tolerance
    coarsest = ROUNDING[torch.bfloat16]  # float8 has no more digits
    tolerances = [ROUNDING.get(kind, coarsest) for kind in kinds]
    return max(tolerances, default=ROUNDING[torch.float32])


def _one_tensor(output: Any, name: str) -> Tensor:
    if not isinstance(output, Tensor):
        raise ValueError(
            f"{name} gives {describe(output)}, but an exported model must give "
            "one tensor; wrap it in a module whose forward() returns that"
        )
    return output


def _largest_difference(
    model: nn.Module,
    run: Runner,
    inputs: tuple[Tensor, ...],
    lengths: bool,
) -> Difference:
    """Compare on all rows, on one, on two, and on shorter rows."""
    batches = [inputs, tuple(map(_shorter, inputs))] if lengths else [inputs]
    found = []
    for batch in batches:
        with torch.no_grad():
            rows: Tensor = model(*batch)
        for count in (len(batch[0]), 1, 2):
            few = tuple(x[:count] for x in batch)
            with torch.no_grad():
                wanted: Tensor = model(*few)
            found.append(_compare(run(*few), wanted, rows))
    return Difference(*map(max, zip(*found, strict=True)))


def _shorter(x: Tensor) -> Tensor:
    return x[:, : max(2, x.shape[1] // 2)] if x.ndim > 1 else x


def _compare(given: Tensor, wanted: Tensor, rows: Tensor) -> Difference:
    if given.shape != wanted.shape or given.dtype != wanted.dtype:
        raise ValueError(
            f"the exported model gives {describe(given)}, where the original "
            f"gives {describe(wanted)}; does its forward() do something that "
            "the format has not?"
        )
    return difference(given, wanted, rows)


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


def _too_far(path: Path, found: Difference, tolerance: float) -> ValueError:
    how_far = f"{found.relative:.1e} of their size, more than {tolerance:.1e}"
    if found.absolute == float("inf"):
        how_far = "where one of the two is nan or infinite and the other is not"
    return ValueError(
        f"the outputs of {path} differ from the original's by up to "
        f"{found.absolute:.1e}, {how_far}; does the model do something that "
        "depends on values, such as an `if` on a tensor, or draw at random?"
    )
