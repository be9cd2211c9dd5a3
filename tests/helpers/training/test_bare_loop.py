"""The Trainer gives the weights of PyTorch's own loop, bit for bit."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from small_runs import adamw, batches, build, net, same, sgd, weights
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR, StepLR

EPOCHS = 3
Schedule = Callable[[Optimizer], LRScheduler]


def one_cycle(optimizer: Optimizer) -> LRScheduler:
    return OneCycleLR(optimizer, 0.05, total_steps=EPOCHS * 3 + 1)


def halve(optimizer: Optimizer) -> LRScheduler:
    return StepLR(optimizer, step_size=2, gamma=0.5)


def bare_loop(
    model: nn.Module,
    optimizer: Optimizer,
    scheduler: LRScheduler | None,
    clip_norm: float | None,
    loader: Any,
) -> None:
    """Train as PyTorch's own tutorials do."""
    loss_fn = nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            loss_fn(model(x), y).backward()
            if clip_norm:
                nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
            optimizer.step()
            if scheduler:
                scheduler.step()


@pytest.mark.parametrize("clip_norm", [None, 0.1])
@pytest.mark.parametrize("schedule", [None, one_cycle, halve])
@pytest.mark.parametrize("optimizer", [sgd, adamw])
def test_weights_are_those_of_a_bare_loop(
    optimizer: Callable[[nn.Module], Optimizer],
    schedule: Schedule | None,
    clip_norm: float | None,
) -> None:
    bare = net(dropout=0.3)
    rule = optimizer(bare)
    scheduler = schedule(rule) if schedule else None
    torch.manual_seed(1)
    bare_loop(bare, rule, scheduler, clip_norm, batches(10, 4, shuffle=True))

    ours = net(dropout=0.3)
    rule = optimizer(ours)
    trainer = build(
        ours,
        lambda _: rule,
        scheduler=schedule(rule) if schedule else None,
        clip_norm=clip_norm,
    )
    torch.manual_seed(1)
    trainer.fit(batches(10, 4, shuffle=True), epochs=EPOCHS)

    assert same(weights(ours), weights(bare))


def test_measuring_on_the_way_does_not_change_the_weights() -> None:
    generator = torch.Generator()
    quiet, measured = net(dropout=0.3), net(dropout=0.3)
    torch.manual_seed(1)
    train = batches(10, 4, shuffle=True, generator=generator.manual_seed(2))
    build(quiet).fit(train, epochs=EPOCHS)
    torch.manual_seed(1)
    train = batches(10, 4, shuffle=True, generator=generator.manual_seed(2))
    valid = batches(7, 3, seed=5, generator=torch.Generator())
    build(measured).fit(
        train, valid, epochs=EPOCHS, metrics={"rows": lambda p, t: len(t)}
    )
    assert same(weights(measured), weights(quiet))


def test_two_fits_go_on_where_the_first_ended() -> None:
    once, twice = net(), net()
    build(once).fit(batches(10, 4), epochs=4)
    trainer = build(twice)
    trainer.fit(batches(10, 4), epochs=3)
    history = trainer.fit(batches(10, 4), epochs=1)
    assert same(weights(twice), weights(once))
    assert len(history) == 4


def test_gradients_left_by_other_code_do_not_leak_in() -> None:
    clean, dirty = net(), net()
    build(clean).fit(batches(10, 4), epochs=1)
    for parameter in dirty.parameters():
        parameter.grad = torch.ones_like(parameter)
    build(dirty).fit(batches(10, 4), epochs=1)
    assert same(weights(dirty), weights(clean))


def test_the_learning_rate_column_follows_a_schedule_by_updates() -> None:
    model = net()
    rule = sgd(model)
    trainer = build(model, lambda _: rule, scheduler=halve(rule))
    history = trainer.fit(batches(8, 2), epochs=2)
    # Four updates an epoch, halved after every second.
    assert history["learning_rate"] == pytest.approx([0.1 / 4, 0.1 / 16])
