"""Who may change what: modes, gradients and running statistics."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from small_runs import FEATURES, batches, build, net, same, sgd, weights
from torch import Tensor, nn

from helpers.training import StepOutput, Trainer

READERS = [Trainer.evaluate, Trainer.predict]
Reader = Callable[[Trainer, Any], Any]


class Watched(nn.Linear):
    """Notes at each call what it was called under."""

    def __init__(self) -> None:
        super().__init__(FEATURES, 4)
        self.seen: list[tuple[bool, bool]] = []

    def forward(self, x: Tensor) -> Tensor:
        self.seen.append((self.training, torch.is_grad_enabled()))
        return super().forward(x)


class Failing(nn.Linear):
    """Breaks in evaluation mode, as a bug in a model does."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            raise RuntimeError("broken on purpose")
        return super().forward(x)


def test_training_learns_and_validation_only_looks() -> None:
    model = Watched()
    build(model).fit(batches(8, 4), batches(2, 4), epochs=2)
    learns, looks = (True, True), (False, False)
    assert model.seen == [learns, learns, looks] * 2


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_what_it_was(read: Reader, training: bool) -> None:
    model = net().train(training)
    read(build(model), batches(8, 4))
    assert {m.training for m in model.modules()} == {training}


@pytest.mark.parametrize("read", READERS)
def test_a_part_that_was_frozen_in_evaluation_mode_stays_so(
    read: Reader,
) -> None:
    model = net().train()
    model[1].eval()
    read(build(model), batches(8, 4))
    assert model.training
    assert not model[1].training


@pytest.mark.parametrize("read", READERS)
def test_the_mode_is_what_it_was_also_after_an_error(read: Reader) -> None:
    model = Failing(FEATURES, 4)
    with pytest.raises(RuntimeError, match="broken on purpose"):
        read(build(model), batches(8, 4))
    assert model.training
    assert torch.is_grad_enabled()


@pytest.mark.parametrize("read", READERS)
def test_reading_leaves_weights_statistics_and_gradients(read: Reader) -> None:
    model = net(dropout=0.5)
    model(torch.ones(2, FEATURES)).sum().backward()
    before = weights(model)
    gradients = [p.grad for p in model.parameters()]
    copies = [g.clone() for g in gradients if g is not None]
    read(build(model), batches(8, 4))
    assert same(weights(model), before)
    assert same([p.grad for p in model.parameters()], copies)


def test_training_does_update_the_running_statistics() -> None:
    """So that the test above can fail."""
    model = net()
    before = weights(model)["1.running_mean"]
    build(model).fit(batches(8, 4), epochs=1)
    assert not same(weights(model)["1.running_mean"], before)


def test_dropout_is_off_when_measuring() -> None:
    trainer = build(net(dropout=0.5))
    first, second = (trainer.predict(batches(8, 4)) for _ in range(2))
    assert torch.equal(first.preds, second.preds)


def test_a_fit_after_an_evaluation_is_in_training_mode() -> None:
    model = Watched()
    trainer = build(model)
    model.eval()
    trainer.fit(batches(4, 4), epochs=1)
    assert model.seen == [(True, True)]


def test_a_step_that_forgets_to_detach_keeps_no_graph_alive() -> None:
    """An epoch of graphs would fill the memory, and no metric needs them."""

    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        x, y = batch
        logits = model(x)
        return StepOutput(
            nn.functional.cross_entropy(logits, y), len(y), logits, y
        )

    def tracked(preds: Tensor, targets: Tensor) -> float:
        return float(preds.requires_grad)

    model = net()
    history = Trainer(model, step, sgd(model)).fit(
        batches(8, 4), epochs=1, metrics={"tracked": tracked}
    )
    assert history["train_tracked"] == [0.0]
