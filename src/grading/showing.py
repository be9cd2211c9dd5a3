"""Values as a learner reads them: short, and of any kind."""

from collections.abc import Mapping
from typing import Any

import numpy as np

MOST_NUMBERS = 30
"""An array with more of them is told by its shape."""
WIDEST = 160
"""Characters of a value."""


def show(value: Any) -> str:
    """Return a value in at most about `WIDEST` characters, on one line."""
    text = _shown(value)
    if len(text) <= WIDEST:
        return text
    if isinstance(value, str):
        return f"{text[: WIDEST - 6]} ...'"
    if isinstance(value, list | tuple | Mapping):
        kind = type(value).__name__
        return f"a {kind} of {len(value)}: {text[: WIDEST - 20]} ..."
    return f"{text[:WIDEST]} ..."


def first_gap(got: Any, wanted: Any) -> tuple[str, Any, Any]:
    """Return a place where two pieces of plain data differ most.

    Returns
    -------
    tuple of str, object and object
        The place, such as ``"['loss'][2] = "``, and both values there. The
        place is empty where the two are of different kinds.
    """
    if isinstance(got, Mapping) and isinstance(wanted, Mapping):
        pairs = [(name, got.get(name), one) for name, one in wanted.items()]
    elif _is_list(got) and _is_list(wanted) and len(got) == len(wanted):
        pairs = list(zip(range(len(got)), got, wanted, strict=True))
    elif (
        isinstance(got, np.ndarray)
        and np.shape(got) == np.shape(wanted)
        and got.ndim
        and got.size
    ):
        gaps = np.abs(got.astype(float) - np.asarray(wanted, float))
        gaps = np.where(np.isnan(gaps), np.inf, gaps)
        place = np.unravel_index(int(gaps.argmax()), gaps.shape)
        where = ", ".join(map(str, map(int, place)))
        return f"[{where}] = ", got[place], np.asarray(wanted)[place]
    else:
        return "", got, wanted
    for name, one, other in pairs:
        if _shown(one) != _shown(other) or _has_gap(one, other):
            inner, one, other = first_gap(one, other)
            return f"[{name!r}]{inner or ' = '}", one, other
    return "", got, wanted


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _has_gap(one: Any, other: Any) -> bool:
    """Tell whether arrays differ that look alike, being large."""
    if not isinstance(one, np.ndarray) or np.shape(one) != np.shape(other):
        return False
    return not np.allclose(one, other, rtol=1e-3, equal_nan=True)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool | int | str):
        return repr(value)
    if isinstance(value, np.generic):
        return _shown(value.item())
    if isinstance(value, float):
        text = f"{value:.5g}"
        return (
            text if "." in text or "e" in text or "n" in text else f"{text}.0"
        )
    if isinstance(value, Exception):
        return f"{type(value).__name__}: {str(value)[:80]}"
    if isinstance(value, Mapping):
        parts = [f"{_shown(k)}: {_shown(v)}" for k, v in value.items()]
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list | tuple):
        inner = ", ".join(_shown(part) for part in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    array = _array(value)
    if array is not None:
        return _shown_array(value, array)
    text = " ".join(repr(value).split())
    is_plain = len(text) <= 80 and " at 0x" not in text
    return text if is_plain else f"a {type(value).__name__}"


def _array(value: Any) -> Any:
    """Return the numbers of an array or a tensor; None if it is neither."""
    if isinstance(value, np.ndarray):
        return value
    if type(value).__module__.startswith("torch") and hasattr(value, "detach"):
        try:
            plain = value.detach().cpu()
            is_half = plain.is_floating_point() and plain.element_size() < 4
            return (plain.float() if is_half else plain).numpy()
        except (RuntimeError, TypeError, ValueError):
            return None
    return None


def _shown_array(value: Any, array: Any) -> str:
    if not array.ndim:
        return _shown(array.item())
    name = "array" if isinstance(value, np.ndarray) else "tensor"
    if array.size > MOST_NUMBERS or array.dtype.kind not in "biufU":
        kind = str(value.dtype).removeprefix("torch.")
        return f"{name} of shape {tuple(array.shape)}, {kind}"
    return f"{name}({_shown(array.tolist())})"
