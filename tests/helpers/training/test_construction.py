"""What a Trainer refuses before it trains, and where it puts the model."""

import math

import pytest
import torch
from small_runs import batches, build, linear, same, sgd, weights
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau

from helpers.training import Trainer, supervised


def test_the_device_is_the_one_that_pick_device_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COURSE_DEVICE", "cpu:0")
    assert build(linear()).device == torch.device("cpu:0")
    assert build(linear(), device="cpu").device == torch.device("cpu")
    monkeypatch.setenv("COURSE_DEVICE", "nowhere")
    with pytest.raises(ValueError, match="'nowhere' is not a device"):
        build(linear())


@pytest.mark.parametrize("call", ["fit", "evaluate", "predict"])
def test_a_model_moved_to_another_device_is_refused(call: str) -> None:
    model = linear()
    trainer = build(model, device="cpu")
    model.to("meta")
    options = {"epochs": 1} if call == "fit" else {}
    with pytest.raises(
        ValueError,
        match=r"computes on cpu, but the parameter 'weight' is on meta; leave "
        r"the model where the Trainer put it, or pass device=",
    ):
        getattr(trainer, call)(batches(4, 4), **options)


def test_an_optimizer_of_another_model_is_refused() -> None:
    ours, others = linear(), linear()
    with pytest.raises(
        ValueError, match=r"no parameter of this model; build it with AdamW"
    ):
        Trainer(ours, supervised(nn.CrossEntropyLoss()), sgd(others))


def test_an_optimizer_of_a_part_of_the_model_is_fine() -> None:
    """As in fine-tuning, where the body is frozen."""
    body, head = linear(), nn.Linear(4, 4)
    before = weights(body), weights(head)
    trainer = build(nn.Sequential(body, head), lambda model: sgd(head))
    trainer.fit(batches(8, 4), epochs=1)
    assert same(weights(body), before[0])
    assert not same(weights(head), before[1])


@pytest.mark.parametrize("clip_norm", [0.0, -1.0, math.nan])
def test_a_norm_to_clip_to_must_be_positive(clip_norm: float) -> None:
    with pytest.raises(ValueError, match=f"above 0, got {clip_norm}"):
        build(linear(), clip_norm=clip_norm)


def test_a_schedule_that_needs_a_score_is_refused() -> None:
    rule = sgd(model := linear())
    with pytest.raises(
        ValueError, match=r"after every update; use another schedule"
    ):
        build(model, lambda _: rule, scheduler=ReduceLROnPlateau(rule))


def test_a_scheduler_of_another_optimizer_is_refused() -> None:
    model = nn.Linear(2, 1)
    mine, other = (torch.optim.SGD(model.parameters(), lr=1) for _ in range(2))
    scheduler = torch.optim.lr_scheduler.StepLR(other, step_size=1)
    with pytest.raises(ValueError, match=r"another optimizer.*build it from"):
        Trainer(model, supervised(nn.MSELoss()), mine, scheduler=scheduler)


def test_bare_weights_are_not_taken_for_a_saved_run() -> None:
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1)
    trainer = Trainer(model, supervised(nn.MSELoss()), optimizer)
    with pytest.raises(ValueError, match="for the weights alone call"):
        trainer.load_state_dict(model.state_dict())
