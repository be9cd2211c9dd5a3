"""Exports a model to a file that runs without its Python code, and compares.

``.pt2`` is PyTorch's own format (``torch.export``); ``.onnx`` is read by other
runtimes, here by ONNX Runtime.
"""

import contextlib
import copy
import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.export import Dim

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
    tolerance: float = 1e-4,
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
        ``(batch, seq)`` does.
    tolerance
        How far an output may be from the original's.

    Raises
    ------
    ValueError
        If the name has another ending, there are too few rows, or the outputs
        differ by more than the tolerance.
    ImportError
        If the extra ``serve`` is not installed (for ``.onnx``).
    """
    path = Path(path)
    writers = {".pt2": _write_pt2, ".onnx": _write_onnx}
    readers = {".pt2": _read_pt2, ".onnx": _read_onnx}
    if path.suffix not in writers:
        raise ValueError(
            f"the file must end in .pt2 or .onnx, got {path.name!r}"
        )
    # A copy: the file would hold all of the tensor that a slice was taken from.
    inputs = tuple(x.cpu().clone() for x in inputs)
    if len(inputs[0]) < 3:  # sizes of 0 and 1 are taken for constants
        raise ValueError(
            f"export needs a batch of at least 3 rows, got {len(inputs[0])}"
        )
    original = copy.deepcopy(model).cpu().eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _quiet():
        writers[path.suffix](original, inputs, path, lengths)
    run = readers[path.suffix](path)
    difference = _largest_difference(original, run, inputs, lengths)
    if not difference <= tolerance:
        raise ValueError(
            f"the outputs of {path} differ from the original's by up to "
            f"{difference:.1e}, more than {tolerance:.1e}; does the model do "
            "something that depends on values, such as an `if` on a tensor?"
        )
    return Exported(path, path.stat().st_size, difference, run)


def load_exported(path: str | Path) -> Runner:
    """Return a function that runs an exported file, ``inputs -> outputs``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If its name ends in neither ``.pt2`` nor ``.onnx``.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no exported model at {path}")
    if path.suffix == ".pt2":
        return _read_pt2(path)
    if path.suffix == ".onnx":
        return _read_onnx(path)
    raise ValueError(f"the file must end in .pt2 or .onnx, got {path.name!r}")


def _write_pt2(
    model: nn.Module, inputs: tuple[Tensor, ...], path: Path, lengths: bool
) -> None:
    free = {0: Dim.DYNAMIC, 1: Dim.DYNAMIC} if lengths else {0: Dim.DYNAMIC}
    with torch.no_grad():
        program = torch.export.export(
            model, inputs, dynamic_shapes=tuple(free for _ in inputs)
        )
    torch.export.save(program, path)


def _write_onnx(
    model: nn.Module, inputs: tuple[Tensor, ...], path: Path, lengths: bool
) -> None:
    sizes = {0: "batch", 1: "length"} if lengths else {0: "batch"}
    shapes: tuple[Mapping[int, str], ...] = tuple(sizes for _ in inputs)
    with torch.no_grad():
        program = torch.onnx.export(
            model, inputs, dynamo=True, dynamic_shapes=shapes, verbose=False
        )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    program.save(path, external_data=False)


def _read_pt2(path: Path) -> Runner:
    module = torch.export.load(path).module()

    def run(*inputs: Tensor) -> Tensor:
        with torch.no_grad():
            output: Tensor = module(*inputs)
        return output

    return run


def _read_onnx(path: Path) -> Runner:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"]
    )
    names = [put.name for put in session.get_inputs()]

    def run(*inputs: Tensor) -> Tensor:
        arrays = {
            name: x.cpu().numpy() for name, x in zip(names, inputs, strict=True)
        }
        return torch.from_numpy(session.run(None, arrays)[0])

    return run


def _largest_difference(
    model: nn.Module,
    run: Runner,
    inputs: tuple[Tensor, ...],
    lengths: bool,
) -> float:
    """Compare on all rows, on one, on two, and on shorter rows."""
    trials = [inputs, *(tuple(x[:n] for x in inputs) for n in (1, 2))]
    if lengths:
        half = max(2, inputs[0].shape[1] // 2)
        trials.append(tuple(x[:, :half] for x in inputs))
    largest = 0.0
    for trial in trials:
        with torch.no_grad():
            wanted: Tensor = model(*trial)
        gap = (run(*trial) - wanted).abs().max()
        largest = max(largest, float(gap))
    return largest


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporters' progress reports out of the notebook."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    output: Any = io.StringIO()
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
