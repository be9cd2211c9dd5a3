"""``accumulate=k`` is one batch of k times the size, uneven ends included."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from small_runs import batches, build, linear, same, weights
from torch import Tensor, nn
from torch.optim import SGD, Optimizer
from torch.optim.lr_scheduler import StepLR

from helpers.training import StepOutput, Trainer


def plain_sgd(model: nn.Module) -> Optimizer:
    return SGD(model.parameters(), 0.5, momentum=0.9)


def assert_close(first: nn.Module, second: nn.Module) -> None:
    torch.testing.assert_close(
        weights(first), weights(second), rtol=1e-5, atol=1e-6
    )


@given(
    count=st.integers(1, 30),
    batch_size=st.integers(1, 8),
    accumulate=st.integers(2, 6),
    clip_norm=st.sampled_from([None, 0.05]),
)
def test_it_equals_one_big_batch(
    count: int, batch_size: int, accumulate: int, clip_norm: float | None
) -> None:
    big, small = linear(), linear()
    build(big, plain_sgd, clip_norm=clip_norm).fit(
        batches(count, batch_size * accumulate), epochs=2
    )
    build(small, plain_sgd, accumulate=accumulate, clip_norm=clip_norm).fit(
        batches(count, batch_size), epochs=2
    )
    assert_close(small, big)


def test_the_items_are_weighed_and_not_the_batches() -> None:
    """A mean of the two batches' means would give other weights."""
    big, small = linear(), linear()
    build(big, plain_sgd).fit(batches(5, 5), epochs=1)
    build(small, plain_sgd, accumulate=2).fit(batches(5, 4), epochs=1)
    assert_close(small, big)


@pytest.mark.parametrize(
    ("accumulate", "updates"), [(1, 5), (2, 3), (3, 2), (5, 1), (9, 1)]
)
def test_a_group_left_over_at_the_end_of_an_epoch_is_used(
    accumulate: int, updates: int
) -> None:
    """Counted by a schedule, which moves once for each update."""
    model = linear()
    rule = plain_sgd(model)
    scheduler = StepLR(rule, step_size=1, gamma=0.5)
    trainer = build(
        model, lambda _: rule, scheduler=scheduler, accumulate=accumulate
    )
    history = trainer.fit(batches(10, 2), epochs=2)
    rates = [0.5 ** (1 + epoch * updates) for epoch in (1, 2)]
    assert history["learning_rate"] == pytest.approx(rates)


def test_the_loss_in_the_history_is_not_scaled() -> None:
    def still(model: nn.Module) -> Optimizer:
        return SGD(model.parameters(), 0.0)

    plain = build(linear(), still).fit(batches(10, 4), epochs=1)
    grouped = build(linear(), still, accumulate=2).fit(batches(10, 4), epochs=1)
    assert grouped["train_loss"] == pytest.approx(plain["train_loss"])


def test_a_parameter_that_a_batch_does_not_use_is_left_alone() -> None:
    model = nn.ModuleList([linear(0), linear(1)])

    def step(parts: nn.Module, batch: list[Tensor]) -> StepOutput:
        x, y = batch
        first = next(parts.children())
        return StepOutput(nn.functional.cross_entropy(first(x), y), len(y))

    Trainer(model, step, plain_sgd(model), accumulate=2).fit(
        batches(10, 4), epochs=1
    )
    assert same(weights(model[1]), weights(linear(1)))
    assert not same(weights(model[0]), weights(linear(0)))


@pytest.mark.parametrize("accumulate", [0, -1])
def test_less_than_one_batch_is_refused(accumulate: int) -> None:
    with pytest.raises(
        ValueError, match=f"accumulate must be at least 1, got {accumulate}"
    ):
        build(linear(), accumulate=accumulate)
