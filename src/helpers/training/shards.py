"""Gives each process its part of every batch, and all the batches of one.

A batch stays what it is for one process: together the processes see the same
rows in the same batches in the same order.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, DistributedSampler, IterableDataset

from helpers.training.batches import read
from helpers.training.processes import Team
from helpers.training.reachable import walk

Part = tuple[Any, float]
"""A batch and the share of its count that this process answers for.

1 for rows that no other process has; less for a batch that is too small to be
cut and which all have; 0, with no batch, for a process that has nothing to do.
"""


def parts(
    loader: Iterable[Any], team: Team, copies: bool, skip: int = 0
) -> Iterator[Part]:
    """Read a loader, and yield this process's part of each batch.

    A ``DataLoader`` over rows loads only the rows of this process. From
    anything else the first process reads, and hands out the parts.

    Parameters
    ----------
    loader
        What one process would read; the order is drawn in the first process.
    team
        The processes.
    copies
        Whether a batch that cannot be cut goes to all (to train on, since
        all must take part in the update) or only to the first (to score).
    skip
        Pass over so many batches at the start.

    Raises
    ------
    ValueError
        If the loader has been cut for several processes already.
    """
    if _is_cut(loader):
        raise ValueError(
            "the Trainer itself gives each process its part of a batch, but "
            "this loader has a DistributedSampler, which does so too; pass "
            "the loader that one process would use"
        )
    if isinstance(loader, DataLoader) and not isinstance(
        loader.dataset, IterableDataset
    ):
        seed, batches = team.first(lambda: _draw(loader))
        if batches and isinstance(batches[0], list):
            batches = batches[skip:]
            return _read_rows(loader, _cut(batches, team, copies), seed + 1)
    received = _read_and_hand_out(loader, team, copies)
    for _ in islice(received, skip):
        pass
    return received


def _is_cut(loader: object) -> bool:
    """Say whether a sampler, or one that it draws from, gives only a part."""
    names = ("sampler", "batch_sampler")
    samplers = {name: getattr(loader, name, None) for name in names}
    return any(isinstance(x, DistributedSampler) for _, x in walk(samplers))


def _draw(loader: DataLoader[Any]) -> tuple[int, list[Any]]:
    """Draw the order of an epoch, from the same numbers as a DataLoader."""
    kind = torch.int64
    seed = torch.empty((), dtype=kind).random_(generator=loader.generator)
    order = loader.batch_sampler or loader.sampler
    if loader.batch_sampler is None and not _gives_lists(loader.sampler):
        return int(seed), []
    return int(seed), [list(batch) for batch in order]


def _gives_lists(sampler: Any) -> bool:
    """Say whether a sampler of a loader without batches makes batches."""
    return hasattr(sampler, "batch_size")


def _cut(
    batches: list[list[int]], team: Team, copies: bool
) -> list[tuple[list[int], float]]:
    """Return this process's rows of each batch, and its share."""
    mine: list[tuple[list[int], float]] = []
    for rows in batches:
        if len(rows) >= team.count:
            start, stop = _ranges(len(rows), team)[team.rank]
            mine.append((rows[start:stop], 1.0))
        else:
            mine.append(_undivided(rows, team, copies, [])[team.rank])
    return mine


def _ranges(rows: int, team: Team) -> list[tuple[int, int]]:
    """Return where the rows of each process begin and end."""
    cuts = [rows * rank // team.count for rank in range(team.count + 1)]
    return list(pairwise(cuts))


def _undivided(
    batch: Any, team: Team, copies: bool, nothing: Any = None
) -> list[tuple[Any, float]]:
    """Return what each process gets of a batch that cannot be cut."""
    if copies:
        return [(batch, 1 / team.count)] * team.count
    return [(batch, 1.0), *[(nothing, 0.0)] * (team.count - 1)]


def _read_rows(
    loader: DataLoader[Any], mine: list[tuple[list[int], float]], seed: int
) -> Iterator[Part]:
    """Load this process's rows, with the loader's own settings."""
    rows = [batch for batch, _ in mine if batch]
    how: dict[str, Any] = {"batch_sampler": rows}
    if loader.batch_size is None and loader.batch_sampler is None:
        how = {"batch_size": None, "sampler": rows}
    own = DataLoader(
        loader.dataset,
        **how,
        num_workers=loader.num_workers,
        collate_fn=loader.collate_fn,
        pin_memory=loader.pin_memory,
        timeout=loader.timeout,
        worker_init_fn=loader.worker_init_fn,
        multiprocessing_context=loader.multiprocessing_context,
        generator=torch.Generator().manual_seed(seed % 2**63),
        prefetch_factor=loader.prefetch_factor,
    )
    batches = iter(own)
    for batch, share in mine:
        yield (next(batches), share) if batch else (None, 0.0)


def _read_and_hand_out(
    loader: Iterable[Any], team: Team, copies: bool
) -> Iterator[Part]:
    """Read in the first process alone, and send each its part."""
    batches = read(loader) if team.rank == 0 else None
    while True:
        things: list[Part | None] | None = None
        if batches is not None:
            things = _next_parts(batches, team, copies)
        part = team.hand_out(things)
        if part is None:
            return
        yield part


def _next_parts(
    batches: Iterator[Any], team: Team, copies: bool
) -> list[Part | None]:
    try:
        batch = next(batches)
    except StopIteration:
        return [None] * team.count
    rows = _rows(batch)
    if rows >= team.count:
        ranges = _ranges(rows, team)
        return [(_take(batch, start, stop), 1.0) for start, stop in ranges]
    return [*_undivided(batch, team, copies)]


def _rows(batch: Any) -> int:
    """Return how many rows a batch has, 0 if it cannot be cut into rows."""
    lengths = {_length(leaf) for leaf in _leaves(batch)}
    return lengths.pop() if len(lengths) == 1 else 0


def _length(leaf: Any) -> int:
    return len(leaf) if isinstance(leaf, Tensor) and leaf.ndim else 0


def _leaves(batch: Any) -> Iterator[Any]:
    if isinstance(batch, Mapping):
        batch = list(batch.values())
    if type(batch) is list or type(batch) is tuple:
        for part in batch:
            yield from _leaves(part)
    else:
        yield batch


def _take(batch: Any, start: int, stop: int) -> Any:
    if isinstance(batch, Tensor):
        return batch[start:stop].clone()  # a view is sent with all its rows
    if isinstance(batch, Mapping):
        return {key: _take(part, start, stop) for key, part in batch.items()}
    return type(batch)(_take(part, start, stop) for part in batch)
