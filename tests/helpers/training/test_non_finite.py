"""A loss that is nan or infinite stops the fit before it does harm."""

import copy
import math

import pytest
import torch
from small_runs import adamw, batches, build, linear, rows, same, weights
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.training import NonFiniteLossError, StepOutput, Trainer


def spoilt(value: float, row: int) -> TensorDataset:
    """Return rows of which one holds a bad number."""
    x, y = rows(12).tensors
    x[row, 0] = value
    return TensorDataset(x, y)


def good_then_bad(value: float) -> DataLoader[tuple[Tensor, ...]]:
    """Return six batches of two, of which the fourth is bad."""
    return DataLoader(spoilt(value, row=7), 2)


def only_the_good() -> DataLoader[tuple[Tensor, ...]]:
    """Return the three batches that come before the bad one."""
    return DataLoader(TensorDataset(*rows(12)[:6]), 2)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_nothing_is_updated_with_a_bad_batch(value: float) -> None:
    ours, expected = linear(), linear()
    trainer, reference = build(ours, adamw), build(expected, adamw)
    with pytest.raises(NonFiniteLossError):
        trainer.fit(good_then_bad(value), epochs=1)
    reference.fit(only_the_good(), epochs=1)
    assert same(weights(ours), weights(expected))
    assert same(
        trainer.optimizer.state_dict(), reference.optimizer.state_dict()
    )


def test_a_bad_first_batch_leaves_all_as_it_was() -> None:
    model = linear()
    trainer = build(model, adamw)
    before = weights(model), copy.deepcopy(trainer.optimizer.state_dict())
    with pytest.raises(NonFiniteLossError):
        trainer.fit(DataLoader(spoilt(math.nan, row=0), 2), epochs=1)
    assert same((weights(model), trainer.optimizer.state_dict()), before)


def test_no_group_with_a_bad_batch_is_used() -> None:
    ours, expected = linear(), linear()
    with pytest.raises(NonFiniteLossError):
        build(ours, accumulate=3).fit(good_then_bad(math.nan), epochs=1)
    build(expected, accumulate=3).fit(only_the_good(), epochs=1)
    assert same(weights(ours), weights(expected))


def test_the_message_names_place_and_remedy() -> None:
    trainer = build(linear())
    trainer.fit(batches(12, 2), epochs=2)
    with pytest.raises(
        NonFiniteLossError,
        match=r"loss became nan in epoch 3, batch 4;.*weights are those before"
        r".*nan in the data.*smaller learning rate or clip_norm",
    ):
        trainer.fit(good_then_bad(math.nan), epochs=1)


def test_a_fit_can_go_on_after_it() -> None:
    ours, expected = linear(), linear()
    trainer, reference = (
        build(ours, accumulate=3),
        build(expected, accumulate=3),
    )
    with pytest.raises(NonFiniteLossError):
        trainer.fit(DataLoader(spoilt(math.nan, row=2), 2), epochs=1)
    trainer.fit(batches(12, 2), epochs=1)
    reference.fit(batches(12, 2), epochs=1)
    assert same(weights(ours), weights(expected))


def test_a_bad_loss_in_validation_is_reported_and_not_raised() -> None:
    history = build(linear()).fit(
        batches(4, 2), good_then_bad(math.nan), epochs=1
    )
    assert math.isnan(history["valid_loss"][0])


def test_a_loss_that_explodes_is_caught_when_it_overflows() -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        return StepOutput(model(batch[0]).square().mean() * 1e30, 1)

    model = linear()
    trainer = Trainer(
        model, step, torch.optim.SGD(model.parameters(), lr=1e-25)
    )
    with pytest.raises(NonFiniteLossError, match="loss became inf"):
        trainer.fit(batches(4, 2), epochs=20)
    assert all(p.isfinite().all() for p in model.parameters())
