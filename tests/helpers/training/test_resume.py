"""A run that is saved and resumed is the run that was never interrupted."""

import copy
from pathlib import Path
from typing import Any

import pytest
import torch
from small_runs import adamw, batches, build, net, rows, same, weights
from torch.optim.lr_scheduler import OneCycleLR
from torch.utils.data import DataLoader, WeightedRandomSampler

from helpers.training import Trainer, seed_everything


def new_trainer(scheduled: bool = True) -> Trainer:
    """Return a Trainer as a new process would build it."""
    model = net(dropout=0.4)
    rule = adamw(model)
    scheduler = OneCycleLR(rule, 0.05, total_steps=20) if scheduled else None
    return build(model, lambda _: rule, scheduler=scheduler)


def without_generator() -> DataLoader[Any]:
    return batches(10, 4, shuffle=True)


def with_generator() -> DataLoader[Any]:
    generator = torch.Generator().manual_seed(3)
    return batches(10, 4, shuffle=True, generator=generator)


def with_sampler() -> DataLoader[Any]:
    generator = torch.Generator().manual_seed(3)
    odds = torch.linspace(0.1, 1, 10).tolist()
    sampler = WeightedRandomSampler(odds, 10, generator=generator)
    return DataLoader(rows(10), 4, sampler=sampler)


LOADERS = [without_generator, with_generator, with_sampler]
VALID = batches(7, 3, seed=9)


def through_file(state: dict[str, Any], folder: Path) -> Any:
    """Save a state and load it as a careful user does, without pickled code."""
    torch.save(state, folder / "state.pt")
    return torch.load(folder / "state.pt", weights_only=True)


@pytest.mark.parametrize("make_loader", LOADERS)
@pytest.mark.parametrize("scheduled", [True, False])
def test_weights_are_those_of_an_uninterrupted_run(
    make_loader: Any, scheduled: bool, tmp_path: Path
) -> None:
    seed_everything(1)
    whole = new_trainer(scheduled)
    whole.fit(make_loader(), VALID, epochs=4)

    seed_everything(1)
    interrupted = new_trainer(scheduled)
    interrupted.fit(make_loader(), VALID, epochs=2)
    state = copy.deepcopy(interrupted.state_dict())
    torch.save(state, tmp_path / "state.pt")

    seed_everything(99)  # another process, another state of all generators
    resumed = new_trainer(scheduled)
    loaded = torch.load(tmp_path / "state.pt", weights_only=False)
    resumed.load_state_dict(loaded)
    history = resumed.fit(make_loader(), VALID, epochs=2)

    assert same(weights(resumed.model), weights(whole.model))
    assert history.rows == whole.history.rows
    assert len(history.seconds) == 4


def test_a_saved_state_loads_without_trusting_pickled_code(
    tmp_path: Path,
) -> None:
    """As ``torch.load(path)`` does unless told otherwise."""
    trainer = new_trainer()
    trainer.fit(with_generator(), epochs=1)
    state = through_file(trainer.state_dict(), tmp_path)
    resumed = new_trainer()
    resumed.load_state_dict(state)
    assert same(weights(resumed.model), weights(trainer.model))


@pytest.mark.parametrize(
    "part",
    [
        *("model", "optimizer", "scheduler", "history", "random"),
        "loader_generators",
    ],
)
def test_a_state_taken_is_not_changed_by_training_on(part: str) -> None:
    trainer = new_trainer()
    trainer.fit(with_generator(), epochs=1)
    state = trainer.state_dict()
    then = copy.deepcopy(state[part])
    trainer.fit(with_generator(), epochs=1)
    assert repr(state[part]) == repr(then)


@pytest.mark.parametrize("part", ["model", "optimizer", "scheduler", "history"])
def test_a_state_loaded_is_not_changed_by_training_on(part: str) -> None:
    """So that two runs can start from it, as in a comparison."""
    trainer = new_trainer()
    trainer.fit(with_generator(), epochs=1)
    state = copy.deepcopy(trainer.state_dict())
    then = copy.deepcopy(state[part])
    other = new_trainer()
    other.load_state_dict(state)
    other.fit(with_generator(), epochs=1)
    assert repr(state[part]) == repr(then)


def test_a_state_can_be_handed_on_without_training() -> None:
    """Loaded, saved at once, loaded again: the order is still known."""
    seed_everything(1)
    whole = new_trainer()
    whole.fit(with_generator(), epochs=2)

    seed_everything(1)
    first = new_trainer()
    first.fit(with_generator(), epochs=1)
    state = first.state_dict()
    second, third = new_trainer(), new_trainer()
    second.load_state_dict(state)
    third.load_state_dict(second.state_dict())
    third.fit(with_generator(), epochs=1)
    assert same(weights(third.model), weights(whole.model))


def test_all_generators_go_on_where_they_were() -> None:
    trainer = new_trainer()
    seed_everything(5)
    state = trainer.state_dict()
    expected = draw()
    seed_everything(6)
    trainer.load_state_dict(state)
    assert draw() == expected


def draw() -> list[float]:
    import random

    import numpy as np

    return [random.random(), float(np.random.rand()), torch.rand(()).item()]


@pytest.mark.parametrize("saved", [True, False])
def test_a_run_with_another_schedule_is_refused(saved: bool) -> None:
    state = new_trainer(scheduled=saved).state_dict()
    had = "one" if saved else "no scheduler"
    with pytest.raises(
        ValueError, match=f"saved run had {had}.*build it with the same"
    ):
        new_trainer(scheduled=not saved).load_state_dict(state)
