"""Calls of an answer written down: what it was given, what it gave back.

Arguments are written down as words before the call, for an answer may change
them.
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grading.exercise import Exercise, Question
from grading.showing import show
from grading.solution import quiet


@dataclass(frozen=True)
class Call:
    """One call of an answer.

    Attributes
    ----------
    arguments
        Names and values, as words.
    result
        What it gave back, or the exception that it raised.
    """

    arguments: tuple[tuple[str, str], ...]
    result: Any

    @property
    def size(self) -> int:
        """How many characters the arguments take."""
        return sum(len(name) + len(text) for name, text in self.arguments)


def is_function(answer: Any) -> bool:
    """Tell whether an answer is something whose calls can be written down."""
    return callable(answer) and not isinstance(answer, type)


def record(
    exercise: Exercise, answer: Callable[..., Any], question: Question
) -> list[Call]:
    """Let an answer reply to a question; return the calls.

    What the answer raises ends the question, and is the result of a call.
    """
    calls: list[Call] = []

    @functools.wraps(answer, updated=())
    def recorded(*args: Any, **kwargs: Any) -> Any:
        given = _named(answer, args, kwargs)
        try:
            result = answer(*args, **kwargs)
        except Exception as error:
            calls.append(Call(given, error))
            raise
        calls.append(Call(given, result))
        return result

    try:
        with quiet():
            exercise.use(recorded, **question)
    except Exception:
        return calls  # what was raised is with the call, if a call did it
    return calls


def _named(
    answer: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[str, str], ...]:
    try:
        bound = inspect.signature(answer).bind(*args, **kwargs).arguments
    except (TypeError, ValueError):
        bound = {str(n): one for n, one in enumerate(args, 1)} | kwargs
    return tuple((name, show(value)) for name, value in bound.items())
