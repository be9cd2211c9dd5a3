"""What an export is checked for: its inputs, and its outputs afterwards."""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from helpers.closeness import ROUNDING, Difference, difference
from helpers.training.explain import describe

FEWEST = 3  # sizes of 0 and 1 are taken for constants


def checked_inputs(inputs: Sequence[Tensor], lengths: bool) -> Sequence[Tensor]:
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


def checked_tolerance(
    model: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    tolerance: float | None,
) -> float:
    """Run the original once; return how far the other may be from it."""
    with torch.no_grad():
        output = one_tensor(model(*inputs), type(model).__name__)
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


def one_tensor(output: Any, name: str) -> Tensor:
    """Return what a model gave if it is a tensor."""
    if not isinstance(output, Tensor):
        raise ValueError(
            f"{name} gives {describe(output)}, but an exported model must give "
            "one tensor; wrap it in a module whose forward() returns that"
        )
    return output


def largest_difference(
    model: nn.Module,
    run: Callable[..., Tensor],
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


def too_far(path: Path, found: Difference, tolerance: float) -> ValueError:
    """Return the error for outputs that differ by more than allowed."""
    how_far = f"{found.relative:.1e} of their size, more than {tolerance:.1e}"
    if found.absolute == float("inf"):
        how_far = "where one of the two is nan or infinite and the other is not"
    return ValueError(
        f"the outputs of {path} differ from the original's by up to "
        f"{found.absolute:.1e}, {how_far}; does the model do something that "
        "depends on values, such as an `if` on a tensor, or draw at random?"
    )
