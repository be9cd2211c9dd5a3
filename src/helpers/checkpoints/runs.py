"""Keeps a training run in a folder, so that the same command goes on with it.

It is a callback of the loop, which saves after updates or epochs.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.folders import (
    WEIGHTS,
    checkpoint_paths,
    damaged,
    read_checkpoint,
    write_checkpoint,
)
from helpers.checkpoints.weights import check_fit
from helpers.options import whole_number
from helpers.paths import local_path
from helpers.training import Accumulator, Checkpointer, EarlyStopping, Run


class Checkpoints(Checkpointer):
    """The checkpoints of one run: pass it to ``Trainer.fit``.

    If the folder holds a run, ``fit`` goes on with it, to the same weights as
    if it had never stopped; otherwise it starts one. The last two checkpoints
    are kept; nothing else in the folder is deleted.

    Generators are saved wherever the loaders, the step or the model have them,
    and the numbers, texts and lists that samplers, data sets and transforms
    change. A run with a state that cannot be saved is refused.

    Parameters
    ----------
    folder
        Of this run alone; made if it is not there.
    every
        Save also after every so many updates within an epoch. Without it, at
        the end of each epoch.

    Raises
    ------
    ValueError
        If ``every`` is below 1.

    Examples
    --------
    >>> checkpoints = Checkpoints("runs/first", every=100)
    >>> trainer.fit(train, valid, epochs=5, checkpoints=checkpoints)
    """

    def __init__(self, folder: str | Path, every: int | None = None) -> None:
        self.folder = local_path(folder)
        self.every = None if every is None else whole_number("every", every)
        self._updates = 0
        self._early_stopping: EarlyStopping | None = None

    @property
    def paths(self) -> list[Path]:
        """The checkpoints that are there, the oldest first.

        Folders named ``checkpoint-`` and a number, by that number. A copy with
        another name, such as ``checkpoint-000002-best``, is none of them.
        """
        return checkpoint_paths(self.folder)

    def on_update(self, run: Run, totals: Accumulator) -> None:
        """Save within an epoch, if it is time."""
        self._updates += 1
        if self.every is not None and self._updates % self.every == 0:
            with run.run_state.within_epoch(totals):
                self.save(run, self._early_stopping)

    def on_epoch_end(self, run: Run, row: Mapping[str, float]) -> None:
        """Save the epoch."""
        self.save(run, self._early_stopping)

    def save(
        self, run: Run, early_stopping: EarlyStopping | None = None
    ) -> Path:
        """Keep the run as it is now; return the new checkpoint's folder.

        Of several processes the main one writes.

        Raises
        ------
        TypeError
            If the optimizer or the scheduler holds more than numbers.
        ValueError
            If the loaders hold something that could not be resumed.
        OSError
            If it cannot be written; the last checkpoint is still there.
        """
        return run.strategy.broadcast(lambda: self._write(run, early_stopping))

    def resume(
        self, run: Run, early_stopping: EarlyStopping | None = None
    ) -> bool:
        """Set the run to what was kept last; return whether there was any.

        Of several processes, in any number, the main one reads.

        Raises
        ------
        CheckpointError
            If the checkpoint is damaged, was written by a newer version of
            the course, or is of a run that was built in another way.
        """
        self._early_stopping = early_stopping
        state = run.strategy.broadcast(lambda: self._read(run, early_stopping))
        if state is None:
            return False
        try:
            run.run_state.load_state_dict(state["run"])
        except ValueError as error:
            raise CheckpointError(
                f"the run in {self.folder} was built in another way: {error}"
            ) from error
        if early_stopping:
            early_stopping.load_state_dict(state["early_stopping"])
        self._updates = state["updates"]
        return True

    def _write(self, run: Run, early_stopping: EarlyStopping | None) -> Path:
        state = run.run_state.state_dict()
        whole = state.pop("model")
        weights = {k: x for k, x in whole.items() if isinstance(x, Tensor)}
        rest = {
            "kinds": _kinds(run, early_stopping),
            "run": state,
            "extra": {k: x for k, x in whole.items() if k not in weights},
            "early_stopping": early_stopping and early_stopping.state_dict(),
            "updates": self._updates,
        }
        return write_checkpoint(self.folder, weights, rest)

    def _read(
        self, run: Run, early_stopping: EarlyStopping | None
    ) -> dict[str, Any] | None:
        if not self.paths:
            return None
        path = self.paths[-1]
        try:
            weights, state = read_checkpoint(path)
            _check_kinds(state["kinds"], _kinds(run, early_stopping), path)
        except CheckpointError:
            raise
        except (FileNotFoundError, KeyError, ValueError, TypeError) as error:
            raise damaged(path, str(error)) from error
        model = weights | state["extra"]
        check_fit(run.model, model, path / WEIGHTS, dtypes=True)
        state["run"]["model"] = model
        return state


def _kinds(run: Run, early_stopping: EarlyStopping | None) -> dict[str, str]:
    """Say how a run is built, as far as its state depends on it."""
    components = {
        "optimizer": run.optimizer,
        "scheduler": run.scheduler,
        "early stopping": early_stopping,
    }
    kinds = {
        name: "none" if one is None else type(one).__name__
        for name, one in components.items()
    }
    if early_stopping:  # its best value is the best by this measure
        kinds["early stopping"] += (
            f" ({early_stopping.monitor}, {early_stopping.mode})"
        )
    return kinds


def _check_kinds(
    saved: dict[str, str], wanted: dict[str, str], path: Path
) -> None:
    for name, kind in wanted.items():
        if saved[name] != kind:
            raise CheckpointError(
                f"the run in {path.parent} has {name} {saved[name]}, this one "
                f"{kind}; build it in the same way to go on with it, or start "
                "in a new folder"
            )
