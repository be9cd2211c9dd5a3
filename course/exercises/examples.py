"""The worked examples of statements: what a call gives comes from the solution.

An author writes *For example,* and a call in code font, *gives*, and anything
in code font. The command puts the value in place that the solution gives.
"""

import re
from typing import Any

import numpy as np

from grading.adapters import to_plain
from grading.showing import show
from grading.solution import Solution

EXAMPLE = re.compile(
    r"(?P<call>For example, `(?P<code>\w+\([^`]*\))`\s+gives\s+)`[^`]*`"
)


def with_values(text: str, solution: Solution) -> str:
    """Return a statement whose examples have the values of the solution."""

    def one(match: re.Match[str]) -> str:
        return f"{match['call']}`{value_of(match['code'], solution)}`"

    return EXAMPLE.sub(one, text)


def value_of(call: str, solution: Solution) -> str:
    """Return what a call of a solution gives, as words.

    Raises
    ------
    ValueError
        If it cannot be computed, or is too long to be shown.
    """
    code = f"{solution.source}\n\n_example = {call}\n"
    try:
        value = Solution(solution.before, code, "_example").answer(code)
    except Exception as error:
        raise ValueError(f"the example {call} fails: {error!r}") from error
    shown = show(_lists(to_plain(value)))
    if " ..." in shown or " of shape " in shown:
        raise ValueError(f"the example {call} gives too much: {shown}")
    return shown


def _lists(value: Any) -> Any:
    """Return plain data with lists in place of arrays."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {name: _lists(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_lists(part) for part in value]
    return value
