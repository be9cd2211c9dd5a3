"""Says how far one model's outputs are from another's, for their size.

How large outputs are, and how many digits they have, decides what is far: for
prices of 250,000 a difference of 0.03 is rounding, for probabilities it is not.
"""

from typing import NamedTuple

import torch
from torch import Tensor

ROUNDING = {
    torch.float64: 1e-7,
    torch.float32: 1e-4,
    torch.float16: 1e-2,
    torch.bfloat16: 8e-2,
}
"""How far an output may be off, relative to its size, by its precision."""
_NEAR_ZERO = 0.1  # relative tolerance where all is near 0


class Difference(NamedTuple):
    """How far apart two outputs are.

    Attributes
    ----------
    absolute
        The largest difference; infinite where only one of the two is finite,
        and 0 where both are nan, or infinite with the same sign.
    relative
        The largest difference relative to the size of such outputs; of whole
        numbers and truth values the difference itself.
    """

    absolute: float
    relative: float


def difference(found: Tensor, wanted: Tensor, rows: Tensor) -> Difference:
    """Compare two outputs, ``(batch, ...)`` each.

    Parameters
    ----------
    found, wanted
        What is compared, of one shape and dtype.
    rows
        What is wanted of a larger batch, ``(more, ...)``: how large an output
        is in any of these rows is its size.
    """
    if wanted.numel() == 0:
        return Difference(0.0, 0.0)
    if not (wanted.is_floating_point() or wanted.is_complex()):
        if torch.equal(found, wanted):
            return Difference(0.0, 0.0)
        steps = float((_wide(found) - _wide(wanted)).abs().max())
        return Difference(max(steps, 1.0), max(steps, 1.0))
    found, wanted, rows = _wide(found), _wide(wanted), _wide(rows)
    same = (found == wanted) | (found.isnan() & wanted.isnan())
    gap = (found - wanted).abs().nan_to_num(torch.inf, torch.inf)
    gap = gap.where(~same, 0.0)
    relative = (gap / _sizes(wanted, rows)).where(gap > 0, 0.0)
    return Difference(float(gap.max()), float(relative.max()))


def _sizes(wanted: Tensor, rows: Tensor) -> Tensor:
    """Return how large each output is, at least a little of the largest."""
    if rows.shape[1:] != wanted.shape[1:] or rows.ndim == 0:
        rows = wanted
    sizes = rows.abs()
    sizes = sizes.where(sizes.isfinite(), 0.0)
    least = _NEAR_ZERO * sizes.max().clamp(max=1.0)
    return (sizes.amax(0) if sizes.ndim else sizes) + least


def _wide(values: Tensor) -> Tensor:
    kind = torch.complex128 if values.is_complex() else torch.float64
    return values.to(kind)
