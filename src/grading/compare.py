"""Whether a reply agrees with the reference, and if not, where.

The difference is described without printing what would be right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

ROUNDING = 4 * float(np.finfo(np.float32).eps)
"""What a few roundings of float32 leave of a number about one."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Difference:
    """Where and how a reply is not as it should be.

    Attributes
    ----------
    says
        What differs.
    of_form
        Whether it is of the wrong kind: nothing, another type, another shape,
        other names. If not, its values are wrong.
    """

    says: str
    of_form: bool = False

    def at(self, place: str) -> "Difference":
        """Return it with the place where it was found."""
        return replace(self, says=f"{place}: {self.says}")


def difference(got: Any, wanted: Any, rtol: float, atol: float) -> str | None:
    """Describe the first difference in words; see :func:`find_difference`."""
    found = find_difference(got, wanted, rtol, atol)
    return found.says if found else None


def find_difference(
    got: Any, wanted: Any, rtol: float, atol: float
) -> Difference | None:
    """Return the first difference of two pieces of plain data.

    Parameters
    ----------
    got, wanted
        Numbers, words, arrays, and lists and dicts of these. A scalar of
        NumPy counts as the number that it holds, a tuple or an array as a
        list where one is wanted. Truth values are no numbers. A dict may have
        more names than those that are wanted.
    rtol, atol
        How far numbers may be apart, as in ``numpy.allclose``, with `atol` in
        proportion to the numbers: see :func:`near`.

    Returns
    -------
    Difference or None
        ``None`` if they agree.
    """
    got, wanted = _bare(got), _bare(wanted)
    if got is None and wanted is not None:
        return _form("it returns nothing (None) yet")
    if isinstance(wanted, Mapping):
        return _in_dict(got, wanted, rtol, atol)
    if isinstance(wanted, list | tuple):
        return _in_list(got, wanted, rtol, atol)
    if wanted is None or isinstance(wanted, str | bool):
        return _in_word(got, wanted)
    return _in_numbers(got, np.asarray(wanted), rtol, atol)


def _form(says: str) -> Difference:
    return Difference(says, of_form=True)


def near(got: Array, wanted: Array, rtol: float, atol: float) -> bool:
    """Tell whether two arrays of one shape hold the same numbers.

    Whole numbers must be the same ones: token 29,990 is not token 30,000.
    Where decimals are compared with a relative tolerance, the absolute one
    follows their size, the largest number of the reference: `atol` is for
    numbers about one, and is never more than `rtol` of the largest. What
    float32 loses is allowed in any case.
    """
    is_whole = wanted.dtype.kind in "biu"
    if is_whole:
        rtol = 0.0 if got.dtype.kind in "biu" else min(rtol, ROUNDING)
    elif rtol:
        sizes = np.abs(wanted[np.isfinite(wanted)])
        largest = float(sizes.max(initial=0.0))
        lost = ROUNDING * max(1.0, largest)
        atol = max(min(atol, rtol * largest), lost) if largest else atol
    return bool(np.allclose(got, wanted, rtol, atol, equal_nan=True))


def _bare(value: Any) -> Any:
    """Return the number or word that a scalar or text of NumPy holds."""
    if isinstance(value, np.generic):
        return value.item()
    if not isinstance(value, np.ndarray):
        return value
    is_plain = value.ndim and value.dtype.kind in "biuf"
    return value if is_plain else value.tolist()


def _in_dict(
    got: Any, wanted: Mapping[str, Any], rtol: float, atol: float
) -> Difference | None:
    if not isinstance(got, Mapping):
        return _form(f"it must give {', '.join(wanted)}")
    missing = [name for name in wanted if name not in got]
    if missing:
        names = ", ".join(map(repr, missing))
        return _form(f"it must give {', '.join(wanted)}: {names} is missing")
    for name, value in wanted.items():
        found = find_difference(got[name], value, rtol, atol)
        if found is not None:
            return found.at(name)
    return None


def _in_list(
    got: Any, wanted: list[Any] | tuple[Any, ...], rtol: float, atol: float
) -> Difference | None:
    is_list = isinstance(got, list | tuple | np.ndarray)
    if not is_list or len(got) != len(wanted):
        size = f"{len(got)}" if is_list else "one"
        return _form(f"it must return {len(wanted)} values, not {size}")
    for place, (one, other) in enumerate(zip(got, wanted, strict=True), 1):
        found = find_difference(one, other, rtol, atol)
        if found is not None:
            return found.at(f"value {place} of {len(wanted)}")
    return None


def _in_word(got: Any, wanted: str | bool | None) -> Difference | None:
    if isinstance(got, type(wanted)) and got == wanted:
        return None
    if isinstance(wanted, bool) and not isinstance(got, bool):
        return _form(f"it must give True or False, not {str(got)[:40]!r}")
    return Difference(
        f"it gives {str(got)[:40]!r}", of_form=type(got) is not type(wanted)
    )


def _in_numbers(
    got: Any, wanted: Array, rtol: float, atol: float
) -> Difference | None:
    if isinstance(got, str | bool | Mapping):
        return _form(f"it is no number but {type(got).__name__}")
    try:
        numbers = np.asarray(got)
    except ValueError:
        return _form("its rows are not of one length")
    if numbers.dtype.kind not in "biuf":
        return _form("it is not made of numbers")
    if numbers.shape != wanted.shape:
        return _form(f"the shape is {numbers.shape}, it must be {wanted.shape}")
    if near(numbers, wanted, rtol, atol):
        return None
    return Difference(_gap(numbers.astype(float), wanted.astype(float)))


def _gap(numbers: Array, wanted: Array) -> str:
    """Say where two arrays of one shape differ."""
    if not np.isfinite(numbers).all() and np.isfinite(wanted).all():
        return "there are nan or infinite values"
    if not np.array_equal(np.isnan(numbers), np.isnan(wanted)):
        return "the nan are in other places"
    is_infinite = np.isinf(numbers) | np.isinf(wanted)
    if not np.array_equal(numbers[is_infinite], wanted[is_infinite]):
        return "the infinite values are in other places"
    finite = np.isfinite(numbers)
    gap = np.abs(numbers[finite] - wanted[finite]).max()
    return f"values are off by up to {gap:.3g}"
