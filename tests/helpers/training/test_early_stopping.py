"""When a fit stops, and which epoch's weights it leaves."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from small_runs import Weights, batches, build, linear, net, same, weights
from torch import Tensor, nn

from helpers.training import EarlyStopping, History, Trainer

NAN = math.nan
TRAIN_ROWS, VALID_ROWS = 8, 4


class Script:
    """A metric that gives, epoch by epoch, what the script says.

    It keeps the weights of each epoch, to compare those that are left.
    """

    def __init__(self, model: nn.Module, lines: Sequence[float]) -> None:
        self.model = model
        self.lines = iter(lines)
        self.weights: list[Weights] = []

    def __call__(self, preds: Tensor, targets: Tensor) -> float:
        if len(targets) == TRAIN_ROWS:
            return 0.0
        self.weights.append(weights(self.model))
        return next(self.lines)

    def epoch_left(self) -> int:
        """Return the epoch, from 1, of the weights that the model has."""
        now = weights(self.model)
        return [same(now, then) for then in self.weights].index(True) + 1


def follow(
    trainer: Trainer,
    script: Script,
    watcher: EarlyStopping,
    epochs: int,
) -> History:
    return trainer.fit(
        batches(TRAIN_ROWS, 4),
        batches(VALID_ROWS, 4, seed=1),
        epochs=epochs,
        metrics={"score": script},
        early_stopping=watcher,
    )


def run(lines: Sequence[float], **options: Any) -> tuple[int, int | None, int]:
    """Return how many epochs ran, the best one, and the one that is left."""
    model = linear()
    script = Script(model, lines)
    watcher = EarlyStopping("valid_score", **options)
    history = follow(build(model), script, watcher, epochs=len(lines))
    return len(history), watcher.best_epoch, script.epoch_left()


@pytest.mark.parametrize(
    ("lines", "options", "ran", "best"),
    [
        ([3, 2, 4, 4, 0], {"patience": 2}, 4, 2),
        ([3, 2, 4, 4, 0], {"patience": 1}, 3, 2),
        ([3, 2, 4, 4, 0], {"patience": 3}, 5, 5),
        ([1, 2, 3, 4, 5], {"patience": 2}, 3, 1),
        ([1, 2, 1, 1, 1, 3], {"patience": 3, "mode": "max"}, 5, 2),
        ([1, 3, 2, 2, 9], {"patience": 2, "mode": "max"}, 4, 2),
        ([-1, -3, -2, -2, 0], {"patience": 2}, 4, 2),
        ([2, 3, 1, 3, 3, 0], {"patience": 2}, 5, 3),
    ],
)
def test_it_stops_after_patience_and_leaves_the_best_weights(
    lines: list[float], options: dict[str, Any], ran: int, best: int
) -> None:
    assert run(lines, **options) == (ran, best, best)


def test_the_best_weights_are_left_also_when_the_epochs_run_out() -> None:
    assert run([3, 1, 2], patience=5) == (3, 2, 2)


def test_an_equal_value_is_no_improvement() -> None:
    assert run([2, 2, 2, 2], patience=2) == (3, 1, 1)


@pytest.mark.parametrize("mode", ["min", "max"])
def test_nan_is_never_the_best(mode: str) -> None:
    assert run([NAN, 2, NAN, NAN, 5], patience=2, mode=mode) == (4, 2, 2)


def test_nan_alone_stops_after_patience_with_the_last_weights() -> None:
    assert run([NAN, NAN, NAN, NAN], patience=2) == (2, None, 2)


INF = math.inf


@pytest.mark.parametrize(
    ("lines", "options", "ran", "best"),
    [
        ([INF, INF, INF], {"patience": 2}, 3, 1),
        ([INF, NAN, 5, INF], {"patience": 2}, 4, 3),
        ([-INF, 3, NAN, 4], {"patience": 2}, 3, 1),
        ([-INF, NAN, 2, -INF], {"patience": 2, "mode": "max"}, 4, 3),
        ([INF, 3, NAN, INF], {"patience": 3, "mode": "max"}, 4, 1),
        ([NAN, INF, INF], {"patience": 2}, 3, 2),
    ],
)
def test_an_infinite_value_is_compared_like_any_other(
    lines: list[float], options: dict[str, Any], ran: int, best: int
) -> None:
    assert run(lines, **options) == (ran, best, best)


@pytest.mark.parametrize("kind", [np.float32, np.float64, torch.tensor])
def test_the_value_may_be_numpys_or_pytorchs(kind: Any) -> None:
    watcher, model = EarlyStopping(patience=3), linear()
    for epoch, value in enumerate([2.0, NAN, 1.0, 1.5], 1):
        watcher.update(epoch, {"valid_loss": kind(value)}, model)
    assert watcher.best_epoch == 3
    assert type(watcher.state_dict()["best"]) is float


def test_patience_counts_from_the_epoch_where_watching_began() -> None:
    trainer = build(linear())
    trainer.fit(batches(TRAIN_ROWS, 4), epochs=5)
    script = Script(trainer.model, [NAN, NAN, NAN])
    watcher = EarlyStopping("valid_score", patience=2)
    assert len(follow(trainer, script, watcher, epochs=3)) == 5 + 2


def test_the_running_statistics_of_the_best_epoch_come_back_too() -> None:
    model = net()
    script = Script(model, [2, 1, 3])
    follow(build(model), script, EarlyStopping("valid_score"), epochs=3)
    assert same(weights(model), script.weights[1])


def test_the_validation_loss_is_watched_unless_told_otherwise() -> None:
    watcher = EarlyStopping()
    history = build(linear()).fit(
        batches(8, 4), batches(4, 4), epochs=4, early_stopping=watcher
    )
    losses = history["valid_loss"]
    assert watcher.best_epoch == losses.index(min(losses)) + 1


def test_the_history_keeps_the_epochs_after_the_best() -> None:
    model = linear()
    script = Script(model, [3, 1, 2, 2])
    watcher = EarlyStopping("valid_score", patience=2)
    history = follow(build(model), script, watcher, epochs=4)
    assert history["valid_score"] == [3, 1, 2, 2]


def test_a_watcher_used_before_does_not_mix_two_runs() -> None:
    """One object for two seeds: refuse it or start anew.

    What must not be is that the second model gets the first one's weights.
    """
    watcher = EarlyStopping("valid_score", patience=5)
    first, second = linear(seed=0), linear(seed=1)
    follow(build(first), Script(first, [2, 0]), watcher, epochs=2)
    script = Script(second, [3, 1, 2])
    try:
        follow(build(second), script, watcher, epochs=3)
    except ValueError as error:
        assert "EarlyStopping" in str(error)  # noqa: PT017
    else:
        assert script.epoch_left() == 2


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    with pytest.raises(
        KeyError,
        match=r"watches 'valid_loss', but the history has: train_loss, "
        r"learning_rate; pass valid_loader",
    ):
        build(linear()).fit(
            batches(8, 4), epochs=2, early_stopping=EarlyStopping()
        )


@pytest.mark.parametrize("patience", [0, -1])
def test_patience_below_one_is_refused(patience: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, got {patience}"):
        EarlyStopping(patience=patience)


@pytest.mark.parametrize("patience", [NAN, 2.5, True, "3"])
def test_patience_must_be_a_whole_number(patience: Any) -> None:
    """With nan it would never stop: nothing is at least nan."""
    with pytest.raises(ValueError, match="patience must be a whole number"):
        EarlyStopping(patience=patience)


def test_patience_may_be_a_whole_number_of_numpy() -> None:
    assert run([1, 2, 3, 4], patience=np.int64(2)) == (3, 1, 1)


def test_another_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="'min' or 'max', got 'lowest'"):
        EarlyStopping(mode="lowest")  # type: ignore[arg-type]


def test_a_resumed_watcher_goes_on_counting() -> None:
    model, row = linear(), {"valid_loss": 1.0}
    watcher = EarlyStopping(patience=3)
    assert not watcher.update(1, row, model)
    best = weights(model)
    assert not watcher.update(2, row, model)
    resumed = EarlyStopping(patience=3)
    resumed.load_state_dict(watcher.state_dict())
    assert not resumed.update(3, row, linear(seed=1))
    assert resumed.update(4, row, linear(seed=2))
    resumed.restore(other := linear(seed=3))
    assert same(weights(other), best)
