"""Walks over all that some objects are made of, each member with its name.

It goes through attributes, containers, closures and the globals that a function
draws from, but not into data: tensors, arrays, tables and long lists.
"""

import sys
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache, partial
from io import IOBase
from types import (
    BuiltinMethodType,
    CodeType,
    FunctionType,
    MethodType,
    ModuleType,
)
from typing import Any

import numpy as np
import pandas as pd
from torch import Tensor
from torch.utils.data import DataLoader

from helpers.training.seeding import Generator

Member = tuple[str, Any]

MANY = 1000  # a longer list or dictionary holds data
_LEAVES = (
    str, bytes, int, float, complex, type(None), type, ModuleType, IOBase,
    Tensor, np.ndarray, np.generic, pd.DataFrame, pd.Series, pd.Index,
)  # fmt: skip


def walk(roots: Mapping[str, Any]) -> Iterator[Member]:
    """Yield every object that can be reached, once, with the shortest name.

    A generator of NumPy's new kind is given as its bit generator.
    """
    waiting: deque[Member] = deque(roots.items())
    seen: dict[int, Any] = {}  # kept, so that no number is used twice
    while waiting:
        path, thing = waiting.popleft()
        if isinstance(thing, np.random.Generator):
            thing = thing.bit_generator
        if isinstance(thing, _LEAVES) or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        yield path, thing
        if not isinstance(thing, Generator):
            waiting += [(f"{path}.{name}", p) for name, p in _members(thing)]


def is_of_a_library(thing: type | FunctionType) -> bool:
    """Say whether a class or function comes with Python or was installed."""
    return _is_library((thing.__module__ or "builtins").partition(".")[0])


@cache
def _is_library(package: str) -> bool:
    file = getattr(sys.modules.get(package), "__file__", None) or ""
    installed = "site-packages" in file or "dist-packages" in file
    return installed or package in sys.stdlib_module_names


def _members(thing: Any) -> Iterator[Member]:
    if isinstance(thing, dict):
        yield from thing.items() if len(thing) <= MANY else ()
    elif isinstance(thing, list | tuple | deque):
        for number, member in enumerate(thing if len(thing) <= MANY else ()):
            yield str(number), member
    elif isinstance(thing, FunctionType):
        yield from _members_of_function(thing)
    elif isinstance(thing, MethodType | BuiltinMethodType):
        yield "__self__", thing.__self__
        yield "__func__", getattr(thing, "__func__", None)
    elif isinstance(thing, partial):
        yield "func", thing.func
        yield from _members(thing.args)
        yield from thing.keywords.items()
    else:
        yield from _members_of_object(thing)


def _members_of_object(thing: Any) -> Iterator[Member]:
    for name, member in getattr(thing, "__dict__", {}).items():
        # What persistent workers are left over from is not of the loader.
        if not (name == "_iterator" and isinstance(thing, DataLoader)):
            yield name, member
    for kind in type(thing).__mro__:
        slots = getattr(kind, "__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            yield name, getattr(thing, name, None)
        if not is_of_a_library(kind):
            for name, member in vars(kind).items():
                if isinstance(member, FunctionType):
                    yield name, member


def _members_of_function(function: FunctionType) -> Iterator[Member]:
    closed = function.__code__.co_freevars
    for name, cell in zip(closed, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # not yet filled
            continue
    for number, member in enumerate(function.__defaults__ or ()):
        yield f"default {number}", member
    yield from (function.__kwdefaults__ or {}).items()
    if is_of_a_library(function):
        return
    names = function.__globals__
    for name in _global_names(function.__code__):
        member = names.get(name)
        near = isinstance(member, FunctionType) and member.__globals__ is names
        if near or isinstance(member, Generator | np.random.Generator):
            yield name, member


def _global_names(code: CodeType) -> Iterator[str]:
    """Yield what a function and those within it may ask their module for."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)
