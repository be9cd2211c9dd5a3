"""Keeps a training run in a folder, so that the same command goes on with it.

Each checkpoint is a folder of its own: ``model.safetensors`` (the weights),
``training.pt`` (all else, by ``torch.save``) and ``training.json`` (which
version wrote it, and the SHA-256 of both files).
"""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.files import (
    UNFINISHED,
    delete_folder,
    digest,
    read_json,
    read_tensors,
    write_folder,
)
from helpers.checkpoints.states import load_state, state_bytes
from helpers.checkpoints.weights import check_fit, weight_bytes
from helpers.options import whole_number
from helpers.paths import local_path
from helpers.training import Checkpointer, EarlyStopping, Run
from helpers.training.accumulator import Accumulator

FORMAT = "course-checkpoint"
VERSION = 3
KEPT = 2  # should the last one be damaged, the one before it is there
_WEIGHTS, _STATE, _JSON = "model.safetensors", "training.pt", "training.json"
_NUMBERED = re.compile("checkpoint-([0-9]+)")
_LEFT_OVER = re.compile(
    rf"{re.escape(UNFINISHED)}checkpoint-[0-9]+\.[a-z0-9_]+"
)


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
        found = [p for p in _entries(self.folder) if _number(p) >= 0]
        return sorted(filter(Path.is_dir, found), key=_number)

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
        contents = {
            _WEIGHTS: weight_bytes(weights),
            _STATE: state_bytes(rest),
        }
        about = {
            "format": FORMAT,
            "version": VERSION,
            "sha256": {name: digest(x) for name, x in contents.items()},
        }
        last = max([0, *map(_number, _entries(self.folder))])
        path = self.folder / _name(last + 1)
        write_folder(path, contents | {_JSON: json.dumps(about).encode()})
        self._tidy()
        return path

    def _tidy(self) -> None:
        """Delete old checkpoints, and what interrupted writing has left.

        Nothing else: what has another name, or holds another file, was not
        written here.
        """
        ours = {_WEIGHTS, _STATE, _JSON}
        for path in self.paths[:-KEPT]:
            named = path.name == _name(_number(path)) and not path.is_symlink()
            if named and {file.name for file in path.iterdir()} == ours:
                delete_folder(path)
        for path in _entries(self.folder):
            if _LEFT_OVER.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def _read(
        self, run: Run, early_stopping: EarlyStopping | None
    ) -> dict[str, Any] | None:
        if not self.paths:
            return None
        path = self.paths[-1]
        try:
            weights, state = _read_files(path)
            _check_kinds(state["kinds"], _kinds(run, early_stopping), path)
        except CheckpointError:
            raise
        except (FileNotFoundError, KeyError, ValueError, TypeError) as error:
            raise _damaged(path, str(error)) from error
        model = weights | state["extra"]
        check_fit(run.model, model, path / _WEIGHTS, dtypes=True)
        state["run"]["model"] = model
        return state


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _name(number: int) -> str:
    return f"checkpoint-{number:06d}"


def _number(path: Path) -> int:
    """Return the number in a checkpoint's name; -1 for any other name."""
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else -1


def _read_files(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read a checkpoint, and see that it is whole and of this version."""
    about = read_json(path / _JSON) if (path / _JSON).exists() else None
    if not isinstance(about, dict):
        raise _damaged(path, f"{_JSON} is missing or is something else")
    if about.get("format") != FORMAT:
        raise CheckpointError(
            f"{path} is not a checkpoint of this course; give the run a folder "
            "of its own"
        )
    version = about.get("version")
    if version != VERSION:
        older = isinstance(version, int) and version < VERSION
        raise CheckpointError(
            f"{path} was written in version {version} of the format, but this "
            f"package reads version {VERSION}; "
            f"{'go on with the older' if older else 'update the'} package, or "
            "start the run in a new folder"
        )
    for name in (_WEIGHTS, _STATE):
        if digest((path / name).read_bytes()) != about["sha256"][name]:
            raise _damaged(path, f"{name} is not what was written")
    weights, _ = read_tensors(path / _WEIGHTS)
    return weights, load_state(path / _STATE)


def _damaged(path: Path, cause: str) -> CheckpointError:
    return CheckpointError(
        f"the checkpoint {path} is damaged: {cause}. Delete this folder to go "
        "on from the checkpoint before it"
    )


def _kinds(run: Run, early_stopping: EarlyStopping | None) -> dict[str, str]:
    """Say how a run is built, as far as its state depends on it."""
    parts = {
        "optimizer": run.optimizer,
        "scheduler": run.scheduler,
        "early stopping": early_stopping,
    }
    kinds = {
        name: "none" if part is None else type(part).__name__
        for name, part in parts.items()
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
