"""A state comes back as it was, or is refused by name."""

import json
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from small_runs import batches, build, linear, same
from torch import nn
from torch.optim import SGD, AdamW, lr_scheduler

from helpers.checkpoints import Checkpoints
from helpers.checkpoints.encoding import decode, encode


def through_json(state: Any) -> Any:
    tensors: dict[str, torch.Tensor] = {}
    return decode(json.loads(json.dumps(encode(state, tensors))), tensors)


def test_a_state_comes_back_with_its_kinds() -> None:
    state = {
        "a": [1, (2.5, None, True), float("inf")],
        3: {"t": torch.arange(3), "": "x"},
    }
    assert same(through_json(state), state)


@pytest.mark.parametrize(
    "value",
    [
        np.float64(0.1),
        np.float32(0.1),
        np.float16(0.1),
        np.int64(-3),
        np.uint8(3),
        np.bool_(True),
        np.str_("text"),
        OrderedDict(b=1, a=2),
        Counter([2, 3, 3]),
        deque([1, 2], 2),
        deque([1]),
        torch.Size([2, 3]),
        Path("runs") / "first",
        2**200,
        {(1, 2): 3, None: 4, np.int64(5): 6},
    ],
)
def test_a_value_keeps_its_type(value: Any) -> None:
    found = through_json(value)
    assert type(found) is type(value)
    assert found == value
    assert getattr(found, "maxlen", None) == getattr(value, "maxlen", None)


def test_a_default_dictionary_goes_on_making_entries() -> None:
    found = through_json(defaultdict(list, {1: [2]}))
    found["new"].append(1)
    assert found == {1: [2], "new": [1]}
    with pytest.raises(KeyError):
        through_json(defaultdict(None, {1: 2}))["new"]


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3).T,
        np.array(2.5),
        np.array([True, False]),
        np.arange(3, dtype=">i4"),
        np.arange(3, dtype=np.uint16),
        np.zeros((0, 2), np.float32),
    ],
)
def test_an_array_comes_back(array: np.ndarray[Any, Any]) -> None:
    found = through_json({"a": array})["a"]
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype.newbyteorder("=")


def test_keys_that_look_the_same_are_kept_apart() -> None:
    one, two, three = (torch.full((1,), value) for value in range(3))
    state = {1: one, "1": two, "a.b": one, "a": {"b": three}, ".1": two}
    assert same(through_json(state), state)


class Name(str):
    def __str__(self) -> str:
        return "another"


class Number(int):
    pass


def test_a_text_of_another_class_comes_back_as_a_text() -> None:
    found = through_json([Name("name"), Number(3)])
    assert found == ["name", 3]
    assert [type(part) for part in found] == [str, int]


class Colour(Enum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


Pair = namedtuple("Pair", "x y")


@pytest.mark.parametrize(
    "value",
    [
        {1},
        Colour.RED,
        Level.LOW,
        Pair(1, 2),
        1j,
        b"bytes",
        object(),
        len,
        range(3),
        np.longdouble(1),
        np.datetime64("2020"),
        np.array(["text"]),
        np.array([None]),
    ],
)
def test_anything_else_is_refused_by_name(value: Any) -> None:
    kind = type(value).__name__
    with pytest.raises(TypeError, match=f"cannot save a.b: a {kind} is nei"):
        encode({"a": {"b": value}}, {})


def test_a_function_that_makes_entries_is_refused() -> None:
    table: Any = defaultdict(lambda: 3)
    with pytest.raises(TypeError, match=r"save a.default_factory: a function"):
        encode({"a": table}, {})


class Rates:
    """A schedule that is an object: PyTorch saves its attributes."""

    def __init__(self, rates: np.ndarray[Any, Any]) -> None:
        self.rates, self.name = rates, Path("rates")

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
