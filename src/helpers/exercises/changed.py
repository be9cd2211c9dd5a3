"""References with a mistake in them, for the messages to learners.

A reference that takes a `change` by name can play all likely mistakes.
"""

from collections.abc import Callable
from typing import Any


def changed(reply: Callable[..., Any], change: str) -> Callable[..., Any]:
    """Return the reference `reply` as it would be with a mistake in it."""
    return lambda **question: reply(**question, change=change)
