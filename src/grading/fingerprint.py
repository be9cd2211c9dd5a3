"""Whether an answer was changed: what it is made of, in a few characters."""

import hashlib
from collections.abc import Mapping
from types import CodeType, FunctionType
from typing import Any

from grading.showing import show


def fingerprint(answer: Any) -> str:
    """Return a text that another answer does not have.

    Running a cell again makes another function of the same code, which has
    the same one.
    """
    return hashlib.sha256(_made_of(answer).encode()).hexdigest()


def _made_of(value: Any) -> str:
    if isinstance(value, FunctionType):
        return _code(value.__code__)
    if isinstance(value, type):
        parts = vars(value).items()
        return repr([(name, _made_of(part)) for name, part in parts
                     if isinstance(part, FunctionType)])  # fmt: skip
    if isinstance(value, Mapping):
        return repr([(k, _made_of(v)) for k, v in value.items()])
    if isinstance(value, list | tuple):
        return repr([_made_of(part) for part in value])
    return show(value)


def _code(code: CodeType) -> str:
    """Return what a function does, without where it stands."""
    constants = [
        _code(one) if isinstance(one, CodeType) else repr(one)
        for one in code.co_consts
    ]
    return repr((code.co_code, code.co_names, code.co_varnames, constants))
