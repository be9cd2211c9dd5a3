"""A callback sees the run at each moment, and can stop it."""

from collections.abc import Mapping

import pytest
from small_runs import batches, build, linear

from helpers.training import Accumulator, Callback, EarlyStopping, Run


class Diary(Callback):
    """Notes every call, and stops after some epochs."""

    def __init__(self, stop_after: int = 99) -> None:
        self.calls: list[str] = []
        self.stop_after = stop_after

    def on_batch_end(self, run: Run) -> None:
        self.calls.append("batch")

    def on_update(self, run: Run, totals: Accumulator) -> None:
        self.calls.append(f"update after {totals.batches}")

    def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
        assert run.history.rows[-1] == row
        self.calls.append(f"epoch {len(run.history)}")
        run.should_stop = len(run.history) >= self.stop_after


def test_it_is_called_at_each_moment() -> None:
    diary = Diary()
    build(linear(), accumulate=2).fit(
        batches(6, 2), epochs=1, callbacks=[diary]
    )
    # The third batch is left over: its update ends the epoch.
    assert diary.calls == [
        "batch",
        "batch",
        "update after 2",
        "batch",
        "epoch 1",
    ]


def test_it_can_stop_the_fit() -> None:
    trainer = build(linear())
    trainer.fit(batches(4, 2), epochs=5, callbacks=[Diary(stop_after=2)])
    assert len(trainer.history) == 2
    trainer.fit(batches(4, 2), epochs=1)  # the next one starts afresh
    assert len(trainer.history) == 3


@pytest.mark.parametrize("patience", [1, 2])
def test_it_comes_after_early_stopping(patience: int) -> None:
    class Last(Diary):
        def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
            self.calls.append(str(run.should_stop))

    last = Last()
    stopping = EarlyStopping("learning_rate", patience)  # which never falls
    build(linear()).fit(
        batches(4, 2), epochs=5, early_stopping=stopping, callbacks=[last]
    )
    calls = [call for call in last.calls if call in ("True", "False")]
    assert calls == ["False"] * patience + ["True"]
