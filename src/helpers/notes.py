"""Numbers that a notebook records so that its text can quote them.

A cell calls :func:`note`; the number is stored with the cell's output, and
``python -m course numbers`` writes it into the text and keeps it true there.
"""

import math
from numbers import Integral, Real
from typing import Protocol

from IPython.core.getipython import get_ipython
from IPython.display import display

NUMBERS_MIME = "application/vnd.course.numbers+json"


class HasItem(Protocol):
    """A scalar of NumPy or PyTorch, which ``.item()`` turns into a number."""

    def item(self) -> object:
        """Return the only element as a Python number."""
        ...


def note(**numbers: float | HasItem) -> None:
    """Record numbers of this notebook under names.

    Parameters
    ----------
    **numbers
        Named finite numbers: ``int``, ``float``, or a NumPy or PyTorch
        scalar. The text then quotes ``final_test`` of the notebook
        ``04_convolutions`` with
        ``<!--n:04_convolutions.final_test:.1%-->58.2%<!--/n-->``.

    Raises
    ------
    TypeError
        If a value is not a single number.
    ValueError
        If a number is not finite, or if there is none.

    Examples
    --------
    >>> note(test_accuracy=0.93461, parameters=85_002)
    noted: test_accuracy = 0.9346, parameters = 85002
    """
    if not numbers:
        raise ValueError(
            "note() got no numbers; give each one a name, as in "
            "note(test_accuracy=0.93)"
        )
    recorded = {name: _number(name, value) for name, value in numbers.items()}
    shown = ", ".join(f"{name} = {_short(n)}" for name, n in recorded.items())
    text = f"noted: {shown}"
    if get_ipython() is None:
        print(text)
    else:
        display({NUMBERS_MIME: recorded, "text/plain": text}, raw=True)


def _number(name: str, value: object) -> int | float:
    """Return `value` as a finite ``int`` or ``float``, or say what is wrong."""
    if hasattr(value, "item"):
        try:
            value = value.item()
        except (RuntimeError, TypeError, ValueError) as error:
            raise TypeError(
                f"note({name}=...) takes one number, got {value!r}; "
                "reduce it first, for example with .mean()"
            ) from error
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"note({name}=...) takes a number, got {value!r} of type "
            f"{type(value).__name__}"
        )
    if isinstance(value, Integral):
        return int(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(
            f"note({name}=...) got {value}; a text can only quote a finite "
            "number, so find out where this one came from"
        )
    return number


def _short(number: float) -> str:
    """Write whole numbers in full and others with four digits."""
    return str(number) if isinstance(number, int) else f"{number:.4g}"
