"""References with a mistake in them, for the messages to learners.

A reference that takes the name of a mistake as the argument ``change`` can
play all likely mistakes of an exercise.
"""

from collections.abc import Callable
from typing import Any


def changed(reference: Callable[..., Any], change: Any) -> Callable[..., Any]:
    """Return the reference as it would be with a mistake in it."""
    return lambda **question: reference(**question, change=change)
