"""Numbers and texts of any origin, as a plot can draw and describe them.

Tensors of any precision and device, columns of pandas with gaps, and lists
become arrays of float64; where no number is, there is a nan.
"""

import reprlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor

Floats = NDArray[np.float64]


def numbers(values: Any) -> Floats:
    """Return numbers as an array.

    Parameters
    ----------
    values
        A tensor ``(...)``, an array, a column of pandas, or a sequence of
        numbers; ``None`` and pandas' ``NA`` are no numbers.

    Raises
    ------
    ValueError
        If it holds something that is no number, such as a text.
    """
    if isinstance(values, Tensor):
        return values.detach().cpu().double().numpy()
    try:
        if hasattr(values, "to_numpy"):
            found: Floats = values.to_numpy(dtype=np.float64, na_value=np.nan)
            return found
        plain = isinstance(values, np.ndarray) and values.dtype.kind in "biuf"
        if not plain:
            values = [_number(value) for value in values]
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"a plot needs numbers, got {reprlib.repr(values)}"
        ) from error


def _number(value: Any) -> Any:
    """Return one number, or a row of them."""
    if isinstance(value, Tensor):
        return numbers(value)
    if isinstance(value, str):
        raise TypeError("a text, which NumPy would read as a number")
    return np.nan if value is pd.NA else value


def pixels(images: Tensor | NDArray[Any]) -> NDArray[Any]:
    """Return numbers that are drawn as colours, in their own type.

    Half precision becomes float32; anything wider would be rounded to other
    colours than before.
    """
    shown = torch.as_tensor(images).detach().cpu()
    half = shown.is_floating_point() and shown.dtype.itemsize < 4
    found: NDArray[Any] = (shown.float() if half else shown).numpy()
    return found


def texts(names: Iterable[object]) -> list[str]:
    """Return names as texts, those of NumPy and PyTorch by their value."""
    return [
        str(name.item() if isinstance(name, Tensor) else name) for name in names
    ]


def is_missing(value: object) -> bool:
    """Say whether a value stands for none: ``None``, nan, or pandas' ``NA``."""
    return value is None or value is pd.NA or value != value


def check_numbers(values: NDArray[Any], what: str) -> None:
    """Raise a ValueError if there is a nan or an infinity among them."""
    wrong = int((~np.isfinite(values)).sum())
    if wrong:
        raise ValueError(
            f"{wrong} of {values.size} {what} are nan or infinite and cannot "
            "be drawn; find out where they come from, or leave them out"
        )


def lowest(values: NDArray[Any]) -> float:
    """Return the smallest number; nan if there is none."""
    return float(np.fmin.reduce(values, axis=None))


def highest(values: NDArray[Any]) -> float:
    """Return the largest number; nan if there is none."""
    return float(np.fmax.reduce(values, axis=None))


def gaps(values: NDArray[Any]) -> str:
    """Say how many values are missing in a drawing; empty if none is."""
    missing = int((~np.isfinite(values)).sum())
    if not missing:
        return ""
    return f" ({missing} of {values.size} are nan or infinite and not drawn)"


def by_name(named: Any) -> dict[str, Any]:
    """Return a mapping, or a column or table of pandas, by names as texts.

    Raises
    ------
    ValueError
        If two names are the same text.
    """
    pairs = list(named.items())
    names = texts(name for name, _ in pairs)
    if len(set(names)) < len(names):
        raise ValueError(
            f"two of the names are the same text: {names}; give each its own"
        )
    return {name: value for name, (_, value) in zip(names, pairs, strict=True)}


def first_and_last(values: Sequence[float] | Floats) -> str:
    """Say where a line begins and ends."""
    return f"from {values[0]:.3g} to {values[-1]:.3g}"
