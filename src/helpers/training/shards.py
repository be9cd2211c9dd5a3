"""Gives each process its shard of every batch.

A batch stays what it is for one process: together the processes see the same
rows in the same batches in the same order.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.utils.data import DataLoader, DistributedSampler, IterableDataset

from helpers.training.batches import read
from helpers.training.process_group import broadcast, scatter
from helpers.training.reachable import walk
from helpers.training.strategy import Shard


def read_shards(
    loader: Iterable[Any], training: bool, skip: int = 0
) -> Iterator[Shard]:
    """Read a loader, and yield this process's shard of each batch.

    A ``DataLoader`` over rows loads only the rows of this process. From
    anything else the main process reads, and scatters the shards.

    Parameters
    ----------
    loader
        What one process would read; the order is drawn in the main process.
    training
        Whether a batch that cannot be cut goes to all (to train on, since all
        must take part in the update) or only to the main process (to score).
    skip
        Pass over so many batches at the start.

    Raises
    ------
    ValueError
        If the loader has been cut for several processes already.
    """
    if _is_cut(loader):
        raise ValueError(
            "the Trainer itself gives each process its shard of a batch, but "
            "this loader has a DistributedSampler, which does so too; pass "
            "the loader that one process would use"
        )
    if isinstance(loader, DataLoader) and not isinstance(
        loader.dataset, IterableDataset
    ):
        seed, batches = broadcast(lambda: _draw(loader))
        if batches and isinstance(batches[0], list):
            batches = batches[skip:]
            return _read_rows(loader, _cut(batches, training), seed + 1)
    received = _read_and_scatter(loader, training)
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
    batches: list[list[int]], training: bool
) -> list[tuple[list[int], float]]:
    """Return this process's rows of each batch, and their weight."""
    rank, world_size = dist.get_rank(), dist.get_world_size()
    mine: list[tuple[list[int], float]] = []
    for rows in batches:
        if len(rows) >= world_size:
            start, stop = _ranges(len(rows), world_size)[rank]
            mine.append((rows[start:stop], 1.0))
        else:
            mine.append(_undivided(rows, world_size, training, [])[rank])
    return mine


def _ranges(rows: int, world_size: int) -> list[tuple[int, int]]:
    """Return where the rows of each process begin and end."""
    cuts = [rows * rank // world_size for rank in range(world_size + 1)]
    return list(pairwise(cuts))


def _undivided(
    batch: Any, world_size: int, training: bool, nothing: Any = None
) -> list[tuple[Any, float]]:
    """Return what each process gets of a batch that cannot be cut."""
    if training:
        return [(batch, 1 / world_size)] * world_size
    return [(batch, 1.0), *[(nothing, 0.0)] * (world_size - 1)]


def _read_rows(
    loader: DataLoader[Any], mine: list[tuple[list[int], float]], seed: int
) -> Iterator[Shard]:
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
    for batch, weight in mine:
        yield (next(batches), weight) if batch else (None, 0.0)


def _read_and_scatter(loader: Iterable[Any], training: bool) -> Iterator[Shard]:
    """Read in the main process alone, and send each process its shard."""
    batches = read(loader) if dist.get_rank() == 0 else None
    while True:
        shards: list[Shard | None] | None = None
        if batches is not None:
            shards = _next_shards(batches, training)
        shard = scatter(shards)
        if shard is None:
            return
        yield shard


def _next_shards(batches: Iterator[Any], training: bool) -> list[Shard | None]:
    world_size = dist.get_world_size()
    try:
        batch = next(batches)
    except StopIteration:
        return [None] * world_size
    rows = _rows(batch)
    if rows >= world_size:
        ranges = _ranges(rows, world_size)
        return [(_take(batch, start, stop), 1.0) for start, stop in ranges]
    return [*_undivided(batch, world_size, training)]


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
        for one in batch:
            yield from _leaves(one)
    else:
        yield batch


def _take(batch: Any, start: int, stop: int) -> Any:
    if isinstance(batch, Tensor):
        return batch[start:stop].clone()  # a view is sent with all its rows
    if isinstance(batch, Mapping):
        return {key: _take(one, start, stop) for key, one in batch.items()}
    return type(batch)(_take(one, start, stop) for one in batch)
