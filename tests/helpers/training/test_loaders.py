"""What the loop reads from: loaders, generators, and nested batches."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import torch
from small_runs import Batch, batches, build, linear, rows, same, sgd, weights
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    DistributedSampler,
    IterableDataset,
    Sampler,
)

from helpers.training import StepOutput, Trainer
from helpers.training.batches import move_to
from helpers.training.shards import read_shards

CPU, META = torch.device("cpu"), torch.device("meta")

READERS: dict[str, Callable[[Trainer, Any], Any]] = {
    "training": lambda trainer, loader: trainer.fit(loader, epochs=1),
    "validation": lambda trainer, loader: trainer.fit(
        batches(4, 4), loader, epochs=1
    ),
    "evaluation": Trainer.evaluate,
    "prediction": Trainer.predict,
}


class Stream(IterableDataset[Any]):
    """Rows without a length."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[Any]:
        return iter(rows(10)[row] for row in range(self.count))


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize(
    "loader",
    [
        DataLoader(rows(3), 4, drop_last=True),
        DataLoader(Stream(0), 4),
        [],
        iter(()),
    ],
    ids=["smaller than a batch", "empty stream", "list", "iterator"],
)
def test_an_empty_loader_is_refused(role: str, loader: Any) -> None:
    with pytest.raises(
        ValueError, match=rf"the {role} loader gave no batch; is its data set"
    ):
        READERS[role](build(linear()), loader)


def test_an_iterator_that_is_used_up_is_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"training loader gave no batch.*iterator can be read only once",
    ):
        build(linear()).fit(iter(batches(8, 4)), epochs=2)


def test_a_list_and_a_stream_are_loaders_too() -> None:
    found = []
    for loader in (batches(10, 4), list(batches(10, 4)), stream_of_ten()):
        model = linear()
        build(model).fit(loader, epochs=2)
        found.append(weights(model))
    assert same(found[0], found[1])
    assert same(found[0], found[2])


def stream_of_ten() -> DataLoader[Any]:
    return DataLoader(Stream(10), 4)


@pytest.mark.parametrize("epochs", [0, -1])
def test_no_epochs_are_refused(epochs: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, got {epochs}"):
        build(linear()).fit(batches(8, 4), epochs=epochs)


def test_every_tensor_in_a_batch_is_moved() -> None:
    x = torch.zeros(2)
    moved = move_to({"a": x, "b": [x, (x, "text")], "c": 3}, META)
    assert moved["a"].device == META
    assert moved["b"][0].device == META
    assert moved["b"][1][0].device == META
    assert moved["b"][1][1] == "text"
    assert moved["c"] == 3


class Pair(NamedTuple):
    x: Tensor
    y: Tensor


def test_a_named_tuple_keeps_its_names() -> None:
    """A loader keeps them, so a step may use them."""

    def step(model: nn.Module, batch: Pair) -> StepOutput:
        loss = nn.functional.cross_entropy(model(batch.x), batch.y)
        return StepOutput(loss, len(batch.y))

    model = linear()
    loader = [Pair(*batch) for batch in batches(8, 4)]
    history = Trainer(model, step, sgd(model)).fit(loader, epochs=1)
    assert len(history) == 1


def test_packed_sequences_stay_packed() -> None:
    packed = pack_sequence([torch.zeros(3, 1), torch.zeros(2, 1)])
    moved = move_to(packed, CPU)
    assert isinstance(moved, PackedSequence)


def test_a_batch_as_list_or_tuple_is_the_same() -> None:
    as_lists: list[Batch] = [list(batch) for batch in batches(8, 4)]
    as_tuples = [tuple(batch) for batch in batches(8, 4)]
    first, second = linear(), linear()
    build(first).fit(as_lists, epochs=1)
    build(second).fit(as_tuples, epochs=1)
    assert same(weights(first), weights(second))


class Parts(list[Any]):
    """A list of a class of its own, as some libraries give."""


def test_a_list_of_another_class_is_moved() -> None:
    moved = move_to(Parts([torch.zeros(2), {"a": torch.zeros(2)}]), META)
    assert moved[0].device == moved[1]["a"].device == META


class Endless(Sampler[int]):
    """A sampler that cannot say how long it is, as PyTorch once advised."""

    def __iter__(self) -> Iterator[int]:
        return iter(range(10))

    def __len__(self) -> int:
        raise NotImplementedError


def test_a_loader_need_not_know_its_length() -> None:
    loader = DataLoader(rows(10), 4, sampler=Endless())
    assert len(build(linear()).fit(loader, epochs=1)) == 1


def half() -> Sampler[int]:
    return DistributedSampler(rows(10), num_replicas=2, rank=0)


@pytest.mark.parametrize(
    "options",
    [
        {"sampler": half()},
        {"batch_sampler": BatchSampler(half(), 4, drop_last=False)},
        {"batch_size": None, "sampler": BatchSampler(half(), 4, False)},
    ],
)
def test_a_loader_that_is_cut_already_is_refused(options: Any) -> None:
    loader = DataLoader(rows(10), **options)
    with pytest.raises(ValueError, match="loader has a DistributedSampler"):
        read_shards(loader, training=True)
