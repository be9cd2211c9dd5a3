"""Two learning rates that rise and fall, for body and head."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from helpers.text import discriminative_learning_rates


def model() -> nn.Sequential:
    return nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))


def test_each_weight_is_in_the_group_of_its_part() -> None:
    net = model()
    optimizer, _ = discriminative_learning_rates(net, net[0], 10, 1e-4, 1e-3)
    new, old = optimizer.param_groups
    assert [id(w) for w in new["params"]] == [*map(id, net[1].parameters())]
    assert [id(w) for w in old["params"]] == [*map(id, net[0].parameters())]
    assert (new["initial_lr"], old["initial_lr"]) == (1e-3, 1e-4)


def test_frozen_weights_are_left_out() -> None:
    net = model()
    net[0].requires_grad_(False)
    optimizer, _ = discriminative_learning_rates(net, net[0], 10)
    assert len(optimizer.param_groups) == 1


@given(st.integers(1, 200))
def test_rates_rise_once_and_fall_once(updates: int) -> None:
    net = model()
    optimizer, scheduler = discriminative_learning_rates(
        net, net[0], updates, 1e-4, 1e-3
    )
    rates = []
    for _ in range(updates):
        new, old = (group["lr"] for group in optimizer.param_groups)
        assert new == pytest.approx(10 * old)
        rates.append(new)
        optimizer.step()
        scheduler.step()
    top = rates.index(max(rates))
    assert min(rates) > 0
    assert max(rates) <= 1e-3
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)
    assert top <= max(1, 0.1 * updates + 1)
    assert torch.isfinite(torch.tensor(rates)).all()


def test_what_cannot_be_trained_is_refused() -> None:
    net = model()
    with pytest.raises(ValueError, match="at least 1, got 0"):
        discriminative_learning_rates(net, net[0], 0)
    with pytest.raises(ValueError, match="whole model"):
        discriminative_learning_rates(net, net, 5)


@pytest.mark.parametrize("rate", [-1e-3, math.nan, math.inf])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    net = model()
    for rates in ((rate, 1e-3), (1e-3, rate)):
        with pytest.raises(ValueError, match=f"0 or above, got {rate}"):
            discriminative_learning_rates(net, net[0], 10, *rates)


@pytest.mark.parametrize("updates", [math.nan, 2.5, "3", True])
def test_updates_that_are_no_whole_number_are_refused(updates: Any) -> None:
    net = model()
    with pytest.raises(ValueError, match="updates must be a whole number"):
        discriminative_learning_rates(net, net[0], updates)


def test_numpys_numbers_are_as_good_as_pythons() -> None:
    net = model()
    updates: Any = np.int64(10)
    body_lr: Any = np.float32(0.5)
    optimizer, scheduler = discriminative_learning_rates(
        net, net[0], updates, body_lr, np.logspace(-4, -2, 3)[1]
    )
    for _ in range(3):
        optimizer.step()
        scheduler.step()
    rates = [group["lr"] for group in optimizer.param_groups]
    assert [type(rate) for rate in rates] == [float, float]
