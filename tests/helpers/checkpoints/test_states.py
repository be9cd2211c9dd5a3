"""A run's state comes back as it was, or is refused by name."""

from collections import Counter, OrderedDict
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from small_runs import batches, build, linear, same
from torch import nn
from torch.optim import SGD, AdamW, lr_scheduler

from helpers.checkpoints import Checkpoints
from helpers.checkpoints.states import load_state, state_bytes


def through_file(state: dict[str, Any], folder: Path) -> Any:
    path = folder / "state.pt"
    path.write_bytes(state_bytes(state))
    return load_state(path)


@pytest.mark.parametrize(
    "value",
    [
        [1, (2.5, None, True), float("inf")],
        {3: {"t": torch.arange(3), "": "x"}, "3": torch.zeros(1)},
        np.float64(0.1),
        np.float32(0.1),
        np.float16(0.1),
        np.int64(-3),
        np.uint8(3),
        np.bool_(True),
        OrderedDict(b=1, a=2),
        Counter([2, 3, 3]),
        torch.Size([2, 3]),
        2**200,
        {(1, 2): 3, None: 4, np.int64(5): 6},
    ],
)
def test_a_value_keeps_its_type(value: Any, tmp_path: Path) -> None:
    found = through_file({"a": value}, tmp_path)["a"]
    assert type(found) is type(value)
    assert same(found, value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3).T,
        np.array(2.5),
        np.array([True, False]),
        np.arange(3, dtype=np.uint16),
        np.zeros((0, 2), np.float32),
    ],
)
def test_an_array_comes_back(
    array: np.ndarray[Any, Any], tmp_path: Path
) -> None:
    found = through_file({"a": array}, tmp_path)["a"]
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Colour.RED, "Colour"),
        (np.random.default_rng(0), "numpy.random"),
        (len, "len"),
        (lambda: 3, "lambda"),
        (object(), "object"),
    ],
)
def test_what_only_code_could_read_is_refused(value: Any, name: str) -> None:
    with pytest.raises(TypeError, match=f"cannot save this run: .*{name}"):
        state_bytes({"a": {"b": value}})


def test_nothing_else_is_allowed_for_long(tmp_path: Path) -> None:
    """Reading NumPy's arrays here does not allow them to all others."""
    before = set(torch.serialization.get_safe_globals())
    through_file({"a": np.arange(3)}, tmp_path)
    assert set(torch.serialization.get_safe_globals()) == before


class Rates:
    """A schedule that is an object: PyTorch saves its attributes."""

    def __init__(self, rates: np.ndarray[Any, Any]) -> None:
        self.rates = rates

    def __call__(self, update: int) -> float:
        rate: float = self.rates[update]
        return rate


SCHEDULES: dict[str, Any] = {
    "steps": lambda rule: lr_scheduler.MultiStepLR(rule, [2, 3, 3]),
    "NumPy's cosine": lambda rule: lr_scheduler.LambdaLR(
        rule, lambda update: np.cos(update / 100)
    ),
    "array of rates": lambda rule: lr_scheduler.LambdaLR(
        rule, Rates(np.linspace(1, 0.5, 20))
    ),
    "in turn": lambda rule: lr_scheduler.SequentialLR(
        rule,
        [lr_scheduler.ConstantLR(rule), lr_scheduler.ExponentialLR(rule, 0.9)],
        [2],
    ),
    "cycles": lambda rule: lr_scheduler.CyclicLR(rule, 0.01, 0.1, 2),
}


@pytest.mark.parametrize(
    "rate", [0.1, np.logspace(-4, -1, 3)[1], np.float32(0.1)]
)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_rate_of_numpy_resumes(
    schedule: str, rate: Any, tmp_path: Path
) -> None:
    def fit(folder: Path, *, epochs: int) -> tuple[nn.Module, Any]:
        model = linear()
        rule = SGD(model.parameters(), rate, momentum=0.9)
        scheduler = SCHEDULES[schedule](rule)
        trainer = build(model, lambda _: rule, scheduler=scheduler)
        trainer.fit(
            batches(8, 4), epochs=epochs, checkpoints=Checkpoints(folder)
        )
        return model, trainer

    whole, expected = fit(tmp_path / "whole", epochs=3)
    fit(tmp_path / "cut", epochs=1)
    resumed, trainer = fit(tmp_path / "cut", epochs=3)
    assert same(dict(resumed.state_dict()), dict(whole.state_dict()))
    assert trainer.history.rows == expected.history.rows
    assert type(trainer.history.rows[0]["learning_rate"]) is float
    if schedule == "steps":
        assert sorted(trainer.scheduler.milestones.elements()) == [2, 3, 3]


def test_a_rate_that_is_a_tensor_is_a_number_in_the_history(
    tmp_path: Path,
) -> None:
    """Not the tensor itself, which a schedule changes afterwards."""
    model = linear()
    rule = AdamW(model.parameters(), torch.tensor(0.1))
    schedule = lr_scheduler.ExponentialLR(rule, 0.5)
    trainer = build(model, lambda _: rule, scheduler=schedule)
    saved = Checkpoints(tmp_path)
    trainer.fit(batches(4, 4), epochs=2, checkpoints=saved)
    assert trainer.history["learning_rate"] == pytest.approx([0.05, 0.025])
