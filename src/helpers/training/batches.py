"""Moves batches to a device, and refuses loaders that give none.

A batch is a tensor, something else that has ``.to(device)``, or a tuple, named
tuple, list or dictionary of batches.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader


def move_to(batch: Any, device: torch.device) -> Any:
    """Return the batch with every tensor in it on ``device``."""
    if isinstance(batch, Tensor):
        return batch.to(device, non_blocking=True)
    if type(batch) is list or type(batch) is tuple:  # what most loaders give
        return [move_to(one, device) for one in batch]
    if hasattr(batch, "to"):  # a PackedSequence, a BatchEncoding
        return batch.to(device)
    if isinstance(batch, Mapping):
        return {key: move_to(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(move_to(one, device) for one in batch))
    if isinstance(batch, list | tuple):  # of a class of its own
        return [move_to(one, device) for one in batch]
    return batch


def number_of_batches(loader: Iterable[Any], role: str) -> int | None:
    """Return how many batches the loader will give; ``None`` if unknown.

    Raises
    ------
    ValueError
        If it is known to give none.
    """
    try:
        count = len(loader)  # type: ignore[arg-type]
    except (TypeError, NotImplementedError):  # as samplers without a length
        return None
    if count == 0:
        raise empty_loader(role)
    return count


def read(loader: Iterable[Any]) -> Iterator[Any]:
    """Go once over a loader, with workers of this pass's own.

    What persistent workers have drawn and counted cannot be saved: a copy of
    the loader, which has none, starts them anew.
    """
    if isinstance(loader, DataLoader) and loader.persistent_workers:
        loader = copy.copy(loader)
        vars(loader)["persistent_workers"] = False  # it cannot be assigned
    return iter(loader)


def empty_loader(role: str) -> ValueError:
    """Return the error for a loader without batches."""
    return ValueError(
        f"the {role} loader gave no batch; is its data set empty, already "
        "used up (a plain iterator can be read only once), or smaller than "
        "batch_size with drop_last=True?"
    )
