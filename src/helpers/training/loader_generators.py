"""What a run draws from besides the global generators, so that it resumes.

Samplers, data sets, transforms and steps may have generators of their own, and
count; each is found by its name, such as ``train_loader.dataset.noise``.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import IOBase
from typing import Any, NamedTuple

import numpy as np
from torch.utils.data import DataLoader, Dataset, Sampler

from helpers.training.plain_values import NotPlainError, copied, frozen, put
from helpers.training.reachable import is_of_a_library, walk
from helpers.training.seeding import (
    Generator,
    generator_state,
    make_generator,
    set_generator_state,
)

_LOADERS = ("train_loader", "valid_loader")
_PASSING = ("training", "_iterator", "_IterableDataset_len_called")


class LoaderGenerators:
    """All that is drawn from, or counted in, on the way to the batches.

    A generator is saved wherever it is found. Of an object in a loader, unless
    its class comes from a library, so are the numbers, texts and lists of
    these that have changed since it was built.

    Parameters
    ----------
    before
        Those of the fit before: its objects were built then.
    **roots
        Where to look, by name: ``train_loader``, ``step`` and so on.
    """

    def __init__(self, before: "LoaderGenerators | None", **roots: Any) -> None:
        known = before._built if before else {}
        self._roots = roots
        self._built: dict[str, _Look] = {}
        for path, thing in walk(roots):
            if _is_watched(path, thing):
                then = known.get(path)
                if then is None or then.thing is not thing:
                    then = _look_at(thing)
                self._built[path] = then

    def state(self) -> dict[str, Any]:
        """Return what :meth:`set_state` needs, by the names of the things.

        Raises
        ------
        ValueError
            If something has a state that cannot be saved.
        """
        state: dict[str, Any] = {}
        for path, thing in walk(self._roots):
            if isinstance(thing, Generator):
                state[path] = _drawn(path, thing)
            elif path in self._built:
                state |= _changes(path, self._built[path], _look_at(thing))
            if isinstance(thing, DataLoader):
                _check_order(path, thing)
        return state

    def set_state(
        self, state: Mapping[str, Any], *, of_loaders: bool = True
    ) -> None:
        """Take up what :meth:`state` gave, of the loaders or without them.

        Raises
        ------
        ValueError
            If there are other things here than those that were saved.
        """
        there = dict(walk(self._roots))
        if not of_loaders:
            there = {p: x for p, x in there.items() if not _in_loader(p)}
            state = {p: x for p, x in state.items() if not _in_loader(p)}
        for path, thing in there.items():
            if isinstance(thing, Generator) and path not in state:
                raise _built_otherwise(f"no generator {path}, this one has")
        for path, value in state.items():
            holder, _, name = path.rpartition(".")
            if isinstance(there.get(path), Generator):
                _set_drawn(path, there[path], value)
            elif not _takes(holder, there.get(holder), value):
                raise _built_otherwise(f"{path}, which this one lacks")
            elif "value" in value:
                put(there[holder], name, value["value"])
            else:  # it was made when it was first drawn from
                setattr(there[holder], name, make_generator(value))


class _Look(NamedTuple):
    """An object at one moment: its attributes, and those that are plain."""

    thing: Any
    attributes: dict[str, Any]
    plain: dict[str, Any]


def _look_at(thing: Any) -> _Look:
    deepest = 1 if isinstance(thing, Dataset) else 3  # its lists of lists: data
    attributes = {k: v for k, v in vars(thing).items() if k not in _PASSING}
    plain = {}
    for name, value in attributes.items():
        with suppress(NotPlainError):
            plain[name] = frozen(value, deepest)
    return _Look(thing, attributes, plain)


def _in_loader(path: str) -> bool:
    return path.partition(".")[0] in _LOADERS


def _is_watched(path: str, thing: Any) -> bool:
    """Say whether what an object counts belongs to the run.

    What those of libraries change, but for samplers, are their caches.
    """
    own = isinstance(thing, Sampler) or not is_of_a_library(type(thing))
    return _in_loader(path) and own and hasattr(thing, "__dict__")


def _takes(path: str, thing: Any, value: Mapping[str, Any]) -> bool:
    """Say whether an object is of the kind that had the saved attribute."""
    if "value" in value:
        same = type(thing).__name__ == value["of"]
        return same and _is_watched(path, thing)
    return hasattr(thing, "__dict__") and not is_of_a_library(type(thing))


def _changes(path: str, then: _Look, now: _Look) -> dict[str, Any]:
    """Return the plain values of an object that have changed."""
    numbers, others = [], []
    for name, value in now.attributes.items():
        was = then.attributes.get(name)
        if name in now.plain and (name in then.plain or was is None):
            if name not in then.plain or then.plain[name] != now.plain[name]:
                numbers.append(name)
        elif value is not was:
            others.append(name)
        elif isinstance(value, Iterator) and not isinstance(value, IOBase):
            raise _cannot_resume(
                f"{path}.{name} is an iterator, and nobody can say how far it "
                "has come; make it anew in __iter__"
            )
    drawn = (Generator, np.random.Generator)
    others = [n for n in others if not isinstance(now.attributes[n], drawn)]
    if numbers and others:
        raise _cannot_resume(
            f"{path} changes {', '.join(numbers)} together with "
            f"{', '.join(others)}, which cannot be saved; keep a cache in one "
            "attribute, for instance a dictionary, and draw from a generator"
        )
    kind = type(now.thing).__name__
    return {
        f"{path}.{name}": {"value": copied(now.attributes[name]), "of": kind}
        for name in numbers
    }


def _drawn(path: str, generator: Generator) -> dict[str, Any]:
    try:
        return generator_state(generator)
    except NotImplementedError as error:
        raise _cannot_resume(
            f"{path} draws from the operating system; use random.Random(seed)"
        ) from error


def _set_drawn(path: str, generator: Generator, state: Any) -> None:
    try:
        set_generator_state(generator, state)
    except ValueError as error:
        raise _built_otherwise(f"another {path} ({error})") from error


def _check_order(path: str, loader: DataLoader[Any]) -> None:
    if loader.num_workers > 1 and not loader.in_order:
        raise _cannot_resume(
            f"{path} gives its batches in the order in which its workers are "
            "done; build it without in_order=False"
        )


def _cannot_resume(cause: str) -> ValueError:
    return ValueError(f"this run could not be resumed exactly: {cause}")


def _built_otherwise(difference: str) -> ValueError:
    return ValueError(
        f"the saved run had {difference}; build the loaders and the step as "
        "in the run that was saved"
    )
