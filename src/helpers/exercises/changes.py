"""A reference with a mistake in it, for the likely mistakes of an exercise.

References take the name of a mistake as the argument ``change``.
"""

from collections.abc import Callable
from typing import Any


def changed(reference: Callable[..., Any], change: Any) -> Callable[..., Any]:
    """Return the reference as it would be with a mistake in it."""
    return lambda **question: reference(**question, change=change)
