"""Writes and reads the two kinds of files that a model is exported to.

What PyTorch's exporters report while they work is kept out of the notebook.
"""

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.export import Dim


def write_pt2(
    model: nn.Module, inputs: tuple[Tensor, ...], path: Path, lengths: bool
) -> None:
    """Write PyTorch's own format; the first size may vary, or the first two."""
    names = (Dim.DYNAMIC, Dim.DYNAMIC) if lengths else (Dim.DYNAMIC,)
    shapes = tuple(dict(enumerate(names[: x.ndim])) for x in inputs)
    with torch.no_grad(), _loops(model, lengths):
        program = torch.export.export(model, inputs, dynamic_shapes=shapes)
    torch.export.save(program, path)


def write_onnx(
    model: nn.Module, inputs: tuple[Tensor, ...], path: Path, lengths: bool
) -> None:
    """Write ONNX; the first size may vary, or the first two."""
    names = ("batch", "length") if lengths else ("batch",)
    shapes: tuple[Mapping[int, str], ...] = tuple(
        dict(enumerate(names[: x.ndim])) for x in inputs
    )
    with torch.no_grad(), _loops(model, lengths):
        program = torch.onnx.export(
            model, inputs, dynamo=True, dynamic_shapes=shapes, verbose=False
        )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    program.save(path, external_data=False)


@contextlib.contextmanager
def _loops(model: nn.Module, lengths: bool) -> Iterator[None]:
    """Let ``nn.LSTM`` and ``nn.GRU`` be exported as loops of any length.

    Otherwise PyTorch writes out as many steps as the example is long, or does
    not: that hangs on what the process has exported before, which has to be
    forgotten too.
    """
    recurrent = any(
        isinstance(module, nn.RNNBase) for module in model.modules()
    )
    if not (lengths and recurrent):
        yield
        return
    try:
        from torch.export import _patches
    except ImportError:  # an older PyTorch
        yield
        return
    with (
        _patches.register_lstm_while_loop_decomposition(),
        _patches.register_gru_while_loop_decomposition(),
    ):
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    """Forget how recurrent layers were taken apart before."""
    torch._dynamo.reset()
    for layer in (torch.ops.aten.lstm.input, torch.ops.aten.gru.input):
        layer._dispatch_cache.clear()


def read_pt2(path: Path) -> Callable[..., Any]:
    """Return the function that a file of PyTorch's own format holds."""
    module = torch.export.load(path).module()

    def run(*inputs: Tensor) -> Any:
        with torch.no_grad():
            return module(*inputs)

    return run


def read_onnx(path: Path) -> Callable[..., Any]:
    """Return the function that an ONNX file holds; a list if it gives many."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"]
    )
    names = [put.name for put in session.get_inputs()]

    def run(*inputs: Tensor) -> Any:
        if len(inputs) != len(names):
            raise ValueError(f"it takes {len(names)}: {', '.join(names)}")
        arrays = {
            name: x.detach().cpu().numpy()
            for name, x in zip(names, inputs, strict=True)
        }
        outputs = [torch.from_numpy(x) for x in session.run(None, arrays)]
        return outputs[0] if len(outputs) == 1 else outputs

    return run


def cause(error: BaseException) -> str:
    """Return the first line of what was wrong in the first place."""
    while error.__cause__:
        error = error.__cause__
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    return text.partition("\n")[0].rstrip(" .") or type(error).__name__


@contextlib.contextmanager
def quiet() -> Iterator[None]:
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
