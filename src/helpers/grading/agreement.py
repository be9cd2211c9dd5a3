"""Whether a reply agrees with the reference, and if not, where.

The difference is described without printing what would be right.
"""

from typing import Any

import numpy as np


def difference(got: Any, wanted: Any, rtol: float, atol: float) -> str | None:
    """Describe the first difference of two pieces of plain data.

    Parameters
    ----------
    got, wanted
        Numbers, words, arrays, and lists and dicts of these.
    rtol, atol
        How far numbers may be apart, as in ``numpy.allclose``.

    Returns
    -------
    str or None
        ``None`` if they agree.
    """
    if got is None and wanted is not None:
        return "it returns nothing (None) yet"
    if isinstance(wanted, dict):
        return _in_dict(got, wanted, rtol, atol)
    if isinstance(wanted, list | tuple):
        return _in_list(got, wanted, rtol, atol)
    if wanted is None or isinstance(wanted, str | bool):
        same = type(got) is type(wanted) and got == wanted
        return None if same else f"it gives {str(got)[:40]!r}"
    return _in_numbers(got, np.asarray(wanted), rtol, atol)


def _in_dict(
    got: Any, wanted: dict[str, Any], rtol: float, atol: float
) -> str | None:
    if not isinstance(got, dict) or got.keys() != wanted.keys():
        return f"it must give {', '.join(wanted)}"
    for name, value in wanted.items():
        found = difference(got[name], value, rtol, atol)
        if found is not None:
            return f"{name}: {found}"
    return None


def _in_list(
    got: Any, wanted: list[Any] | tuple[Any, ...], rtol: float, atol: float
) -> str | None:
    if not isinstance(got, list) or len(got) != len(wanted):
        size = f"{len(got)}" if isinstance(got, list) else "one"
        return f"it must return {len(wanted)} values, not {size}"
    for place, (one, other) in enumerate(zip(got, wanted, strict=True), 1):
        found = difference(one, other, rtol, atol)
        if found is not None:
            return f"value {place} of {len(wanted)}: {found}"
    return None


def _in_numbers(
    got: Any, wanted: np.ndarray[Any, Any], rtol: float, atol: float
) -> str | None:
    if isinstance(got, str | bool | dict):
        return f"it is no number but {type(got).__name__}"
    numbers = np.asarray(got)
    if numbers.dtype.kind not in "biuf":
        return "it is not made of numbers"
    if numbers.shape != wanted.shape:
        return f"the shape is {numbers.shape}, it must be {wanted.shape}"
    if np.allclose(numbers, wanted, rtol, atol, equal_nan=True):
        return None
    if not np.isfinite(numbers).all() and np.isfinite(wanted).all():
        return "there are nan or infinite values"
    gaps = np.abs(numbers.astype(float) - wanted.astype(float))
    if np.isnan(gaps).all():
        return "the nan are in other places"
    return f"values are off by up to {np.nanmax(gaps):.3g}"
