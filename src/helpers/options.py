"""Checks options that are whole numbers, whichever library they come from.

NumPy's and PyTorch's whole numbers are as good as Python's; a nan, which is
neither below nor above a limit, is none.
"""

import operator
from typing import SupportsIndex, cast


def whole_number(name: str, value: object, least: int | None = 1) -> int:
    """Return an option as an ``int``.

    Parameters
    ----------
    name
        What to call the option in a message.
    value
        What was given.
    least
        The smallest number that is allowed, if there is one.

    Raises
    ------
    ValueError
        If it is no whole number, or too small.
    """
    try:
        number = operator.index(cast(SupportsIndex, value))
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise ValueError(
            f"{name} must be a whole number, got {value!r}; convert it with "
            "int(...)"
        )
    if least is not None and number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    return number
