"""Whatever a loader draws from or counts in, a resumed run is the whole run."""

import itertools
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from interrupted_runs import Built, built, run, whole_and_resumed
from small_runs import batches, build, linear, net, rows, same
from torch import Tensor, nn
from torch.utils.data import (
    BatchSampler,
    DataLoader,
    Dataset,
    IterableDataset,
    Sampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)

from helpers.tabular import batch_loader
from helpers.training import StepOutput, supervised
from helpers.training.loader_generators import LoaderGenerators

COUNT, SIZE = 20, 3  # 7 batches
Row = tuple[Tensor, Tensor]
GLOBAL = np.random.default_rng(0)


def draw(seed: int = 5) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


class Noisy(Dataset[Row]):
    """Rows with something added; ``add`` says what."""

    def __init__(self, add: Any) -> None:
        self.rows, self.add = rows(COUNT), add

    def __len__(self) -> int:
        return COUNT

    def __getitem__(self, row: int) -> Row:
        x, y = self.rows[row]
        return x + self.add(), y


def from_globals() -> Tensor:
    return torch.randn(3) + random.random() + np.random.rand()


class Own:
    """A transform with a generator of its own."""

    def __init__(self, generator: Any) -> None:
        self.generator = generator

    def __call__(self) -> float:
        return float(self.generator.random())


class Legacy(Own):
    def __call__(self) -> float:
        return float(self.generator.random_sample())


class FromTorch(Own):
    def __call__(self) -> float:
        return torch.rand((), generator=self.generator).item()


class Lazy:
    """A transform that makes its generator when it needs it."""

    generator: Any = None

    def __init__(self, make: Any) -> None:
        self.make = make
        self.generator = None

    def __call__(self) -> float:
        if self.generator is None:
            self.generator = self.make()
        return float(self.generator.random())


class Fading:
    """A transform that counts how often it was called."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> float:
        self.calls += 1
        return 1 / self.calls


class Counting(Sampler[int]):
    """Another order in each epoch, by its number alone."""

    def __init__(self) -> None:
        self.epoch = 0

    def __len__(self) -> int:
        return COUNT

    def __iter__(self) -> Iterator[int]:
        self.epoch += 1
        return iter(torch.randperm(COUNT, generator=draw(self.epoch)).tolist())


class Shuffling(Sampler[Any]):
    """Shuffles what the epoch before has left, in place."""

    def __init__(self, order: Any, shuffle: Any) -> None:
        self.order, self.shuffle = order, shuffle

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[Any]:
        self.shuffle(self.order)
        return iter(self.order)


class Drawing(Sampler[int]):
    def __init__(self, generator: random.Random | np.random.Generator) -> None:
        self.draws = {"order": [generator]}  # it is found in there, too

    def __len__(self) -> int:
        return COUNT

    def __iter__(self) -> Iterator[int]:
        order = list(range(COUNT))
        self.draws["order"][0].shuffle(order)
        return iter(order)


class Stream(IterableDataset[Row]):
    """Rows that depend on the number of the pass, and on chance."""

    def __init__(self) -> None:
        self.passes, self.files = 0, ["a", "b", "c"]

    def __iter__(self) -> Iterator[Row]:
        self.passes += 1
        random.shuffle(self.files)
        for row in range(COUNT):
            x, y = rows(COUNT)[row]
            shift = self.passes + ord(self.files[0])
            yield x + shift + from_globals(), y


class Loader:
    """No DataLoader, but it gives batches; it has a generator, and counts."""

    def __init__(self) -> None:
        self.epoch, self.noise = 0, np.random.default_rng(1)

    def __iter__(self) -> Iterator[Any]:
        self.epoch += 1
        for x, y in batches(COUNT, SIZE):
            yield x * self.epoch + self.noise.random(), y


def in_closure() -> Any:
    generator = random.Random(4)
    return lambda: generator.random()


def from_global() -> float:
    return sum(GLOBAL.random() for _ in range(2))


def collate(generator: np.random.Generator, some: list[Row]) -> list[Tensor]:
    x, y = zip(*some, strict=True)
    return [torch.stack(x) + generator.random(), torch.stack(y)]


def noisy(add: Any = from_globals, **options: Any) -> DataLoader[Any]:
    return DataLoader(Noisy(add), SIZE, **options)


def ordered_by(sampler: Sampler[int], **options: Any) -> DataLoader[Any]:
    return DataLoader(rows(COUNT), SIZE, sampler=sampler, **options)


def batched_by(sampler: Any) -> DataLoader[Any]:
    return DataLoader(rows(COUNT), batch_sampler=sampler)


def seeds(worker: int) -> None:
    np.random.seed(torch.initial_seed() % 2**32)


def pairs() -> list[list[int]]:
    return [[row, row + 1] for row in range(0, COUNT, 2)]


def subset() -> Sampler[int]:
    return SubsetRandomSampler(range(COUNT), generator=draw())


WORKERS: dict[str, Any] = {"num_workers": 1, "shuffle": True}
PERSISTENT = WORKERS | {"persistent_workers": True}
LOADERS: dict[str, Any] = {
    "workers": lambda: noisy(**WORKERS),
    "persistent workers": lambda: noisy(**PERSISTENT),
    "two persistent workers with a generator": lambda: noisy(
        **PERSISTENT | {"num_workers": 2}, generator=draw()
    ),
    "persistent workers with a start": lambda: noisy(
        **PERSISTENT, worker_init_fn=seeds
    ),
    "persistent workers with counters": lambda: noisy(Fading(), **PERSISTENT),
    "stream": lambda: DataLoader(Stream(), SIZE),
    "stream in persistent workers": lambda: DataLoader(
        Stream(), SIZE, num_workers=1, persistent_workers=True
    ),
    "no generator": lambda: noisy(shuffle=True),
    "subset": lambda: ordered_by(subset()),
    "weights": lambda: ordered_by(
        WeightedRandomSampler([1.0] * COUNT, COUNT, generator=draw())
    ),
    "sampler of batches": lambda: batched_by(
        BatchSampler(subset(), SIZE, drop_last=False)
    ),
    "table": lambda: batch_loader(
        *rows(COUNT).tensors, batch_size=SIZE, shuffle=True, generator=draw()
    ),
    "Python's generator": lambda: ordered_by(Drawing(random.Random(1))),
    "NumPy's generator": lambda: ordered_by(Drawing(np.random.default_rng(1))),
    "counting sampler": lambda: ordered_by(Counting()),
    "list in place": lambda: ordered_by(
        Shuffling(list(range(COUNT)), random.shuffle)
    ),
    "array in place": lambda: ordered_by(
        Shuffling(np.arange(COUNT), np.random.shuffle)
    ),
    "batches in place": lambda: batched_by(Shuffling(pairs(), random.shuffle)),
    "transform": lambda: noisy(Own(np.random.default_rng(2))),
    "transform of another kind": lambda: noisy(
        Own(np.random.Generator(np.random.Philox(2)))
    ),
    "transform of the old kind": lambda: noisy(
        Legacy(np.random.RandomState(2))
    ),
    "transform of PyTorch": lambda: noisy(FromTorch(draw())),
    "generator made late": lambda: noisy(Lazy(partial(random.Random, 3))),
    "NumPy's made late": lambda: noisy(Lazy(partial(np.random.default_rng, 3))),
    "counting transform": lambda: noisy(Fading()),
    "closure": lambda: noisy(in_closure()),
    "method": lambda: noisy(Own(random.Random(2)).__call__),
    "collator": lambda: noisy(
        collate_fn=partial(collate, np.random.default_rng(6))
    ),
    "loader of one's own": Loader,
}


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power fails here: do not wait for the disk."""
    monkeypatch.setattr("os.fsync", lambda file: None)


def check_resumed(make: Any, folder: Path, stop: int = 11) -> None:
    whole, resumed = whole_and_resumed(make, folder, stop)
    assert same(resumed.weights, whole.weights)
    assert resumed.rows == whole.rows


@pytest.mark.parametrize("name", LOADERS)
def test_a_resumed_run_is_the_whole_run(name: str, tmp_path: Path) -> None:
    check_resumed(lambda: built(LOADERS[name]()), tmp_path)


@pytest.mark.parametrize("stop", [4, 8])  # in the first epoch; a new epoch
@pytest.mark.parametrize(
    "name", ["persistent workers", "counting sampler", "list in place"]
)
def test_wherever_it_stopped(name: str, stop: int, tmp_path: Path) -> None:
    check_resumed(lambda: built(LOADERS[name]()), tmp_path, stop)


def test_a_generator_of_the_module_is_found(tmp_path: Path) -> None:
    state = GLOBAL.bit_generator.state

    def make() -> Built:
        GLOBAL.bit_generator.state = state
        return built(noisy(from_global))

    check_resumed(make, tmp_path)


def test_what_the_validation_draws_counts_too(tmp_path: Path) -> None:
    def make() -> Built:
        add = Own(random.Random(8))
        valid = noisy(add, shuffle=True, generator=draw(), num_workers=0)
        return built(batches(COUNT, SIZE), valid)

    check_resumed(make, tmp_path)


class Layer(nn.Module):
    """A layer that draws from its own generator."""

    def __init__(self) -> None:
        super().__init__()
        self.linear, self.generator = linear(), draw(7)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.linear(x)
        return y + torch.randn(y.shape, generator=self.generator)


def test_layers_and_steps_have_generators(tmp_path: Path) -> None:
    def make() -> Built:
        mix, inner = np.random.default_rng(3), supervised(nn.CrossEntropyLoss())

        def step(model: nn.Module, batch: Any) -> StepOutput:
            return inner(model, [batch[0] * mix.random(), batch[1]])

        return batches(COUNT, SIZE), None, Layer(), step

    check_resumed(make, tmp_path)


def test_a_loader_and_a_step_may_share_a_generator(tmp_path: Path) -> None:
    def make() -> Built:
        shared, inner = draw(), supervised(nn.CrossEntropyLoss())

        def step(model: nn.Module, batch: Any) -> StepOutput:
            scale = torch.rand((), generator=shared)
            return inner(model, [batch[0] * scale, batch[1]])

        return noisy(shuffle=True, generator=shared), None, linear(), step

    check_resumed(make, tmp_path)


class Caching(Noisy):
    """Keeps what it read last, and the number of it."""

    def __getitem__(self, row: int) -> Row:
        self.last, self.content = row, super().__getitem__(row)
        return self.content


class Tidy(Noisy):
    """Keeps the same in one attribute."""

    def __getitem__(self, row: int) -> Row:
        self.last = {row: super().__getitem__(row)}
        return self.last[row]


class Endless:
    """Goes on, in each epoch, where the last one ended."""

    def __init__(self) -> None:
        self.batches = itertools.cycle(batches(COUNT, SIZE))

    def __iter__(self) -> Iterator[Any]:
        return itertools.islice(self.batches, 5)


@pytest.mark.parametrize(
    ("loader", "message"),
    [
        (
            lambda: DataLoader(Caching(float), SIZE),
            "changes last together",
        ),
        (Endless, r"train_loader.batches is an iterator.*anew in __iter__"),
        (
            lambda: noisy(Own(random.SystemRandom())),
            r"add.generator draws from the operating system",
        ),
        (lambda: noisy(num_workers=2, in_order=False), "without in_order="),
    ],
)
def test_what_could_not_be_resumed_is_refused(
    loader: Any, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"be resumed exactly: .*{message}"):
        run(lambda: built(loader()), tmp_path)


def test_a_cache_in_one_attribute_is_none_of_it(tmp_path: Path) -> None:
    check_resumed(lambda: built(DataLoader(Tidy(float), SIZE)), tmp_path)


def test_without_checkpoints_all_may_be_trained_with() -> None:
    for loader in (DataLoader(Caching(float), SIZE), Endless()):
        assert len(build(net()).fit(loader, epochs=2)) == 2


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("subset", "no generator", "had train_loader.sampler.generator, which"),
        ("no generator", "subset", "no generator train_loader.sampler.gener"),
        ("counting sampler", "stream", "had train_loader.sampler.epoch, which"),
        ("transform", "closure", "add.generator"),
    ],
)
def test_other_loaders_are_refused(
    first: str, second: str, message: str, tmp_path: Path
) -> None:
    trainer, other = build(net()), build(net())
    trainer.fit(LOADERS[first](), epochs=1)
    other.load_state_dict(trainer.state_dict())
    with pytest.raises(ValueError, match=f"the saved run .*{message}"):
        other.fit(LOADERS[second](), epochs=1)


def test_a_generator_of_another_kind_is_refused() -> None:
    trainer, other = build(net()), build(net())
    trainer.fit(noisy(Own(random.Random(1))), epochs=1)
    other.load_state_dict(trainer.state_dict())
    with pytest.raises(ValueError, match=r"another .*PCG64 cannot take"):
        other.fit(noisy(Own(np.random.default_rng(1))), epochs=1)


def test_persistent_workers_are_not_touched() -> None:
    """They still serve those who read the loader themselves."""
    loader = noisy(**PERSISTENT)
    iter(loader)
    before = loader._iterator
    build(net()).fit(loader, epochs=1)
    assert loader._iterator is before
    assert loader.persistent_workers


class Looped:
    """Something that holds itself, and a long list, and a used-up cell."""

    def __init__(self) -> None:
        self.itself, self.many = self, [random.Random(1)] * 2000


def test_the_walk_ends() -> None:
    thing = Looped()
    state = LoaderGenerators(None, train_loader=thing).state()
    assert state == {}
