"""Keeps a training run in a folder, so that the same command goes on with it.

Each checkpoint is a folder of its own: ``model.safetensors`` (the weights),
``training.safetensors`` (all other tensors) and ``training.json``.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from torch import Tensor

from helpers.checkpoints.encoding import decode, encode
from helpers.checkpoints.errors import CheckpointError
from helpers.checkpoints.files import (
    UNFINISHED,
    delete_folder,
    digest,
    read_json,
    read_tensors,
    tensor_bytes,
    write_folder,
)
from helpers.checkpoints.weights import check_fit, weight_bytes
from helpers.options import whole_number
from helpers.paths import local_path
from helpers.training import EarlyStopping, Trainer

FORMAT = "course-checkpoint"
VERSION = 2
KEPT = 2  # should the last one be damaged, the one before it is there
_WEIGHTS, _TENSORS, _JSON = (
    "model.safetensors", "training.safetensors", "training.json",
)  # fmt: skip
_NUMBERED = re.compile("checkpoint-([0-9]+)")
_LEFT_OVER = re.compile(
    rf"{re.escape(UNFINISHED)}checkpoint-[0-9]+\.[a-z0-9_]+"
)


class Checkpoints:
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

    @property
    def paths(self) -> list[Path]:
        """The checkpoints that are there, the oldest first.

        Folders named ``checkpoint-`` and a number, by that number. A copy with
        another name, such as ``checkpoint-000002-best``, is none of them.
        """
        found = [p for p in _entries(self.folder) if _number(p) >= 0]
        return sorted(filter(Path.is_dir, found), key=_number)

    def is_due(self) -> bool:
        """Count an update, and say whether to save after it."""
        self._updates += 1
        return self.every is not None and self._updates % self.every == 0

    def save(
        self, trainer: Trainer, early_stopping: EarlyStopping | None = None
    ) -> Path:
        """Keep the run as it is now; return the new checkpoint's folder.

        Of several processes the first one writes.

        Raises
        ------
        TypeError
            If the optimizer or the scheduler holds more than numbers.
        ValueError
            If the loaders hold something that could not be resumed.
        OSError
            If it cannot be written; the last checkpoint is still there.
        """

        def write() -> Path:
            return self._write(trainer, early_stopping)

        return trainer.team.first(write) if trainer.team else write()

    def resume(
        self, trainer: Trainer, early_stopping: EarlyStopping | None = None
    ) -> bool:
        """Set the run to what was kept last; return whether there was any.

        Of several processes, in any number, the first one reads.

        Raises
        ------
        CheckpointError
            If the checkpoint is damaged, was written by a newer version of
            the course, or is of a run that was built in another way.
        """

        def read() -> dict[str, Any] | None:
            return self._read(trainer, early_stopping)

        state = trainer.team.first(read) if trainer.team else read()
        if state is None:
            return False
        try:
            trainer.load_state_dict(state["trainer"])
        except ValueError as error:
            raise CheckpointError(
                f"the run in {self.folder} was built in another way: {error}"
            ) from error
        if early_stopping:
            early_stopping.load_state_dict(state["early_stopping"])
        self._updates = state["updates"]
        return True

    def _write(
        self, trainer: Trainer, early_stopping: EarlyStopping | None
    ) -> Path:
        run = trainer.state_dict()
        whole = run.pop("model")
        weights = {k: x for k, x in whole.items() if isinstance(x, Tensor)}
        model = weight_bytes(weights)
        tensors: dict[str, Tensor] = {}
        state = {
            "kinds": _kinds(trainer, early_stopping),
            "trainer": run,
            "extra": {k: x for k, x in whole.items() if k not in weights},
            "early_stopping": early_stopping and early_stopping.state_dict(),
            "updates": self._updates,
        }
        code = encode(state, tensors)
        rest = tensor_bytes(tensors, {"format": "pt"})
        about = {
            "format": FORMAT,
            "version": VERSION,
            "sha256": {_WEIGHTS: digest(model), _TENSORS: digest(rest)},
            "state": code,
        }
        text = json.dumps(about | {"digest": _digest(about)}).encode()
        last = max([0, *map(_number, _entries(self.folder))])
        path = self.folder / _name(last + 1)
        write_folder(path, {_WEIGHTS: model, _TENSORS: rest, _JSON: text})
        self._tidy()
        return path

    def _tidy(self) -> None:
        """Delete old checkpoints, and what interrupted writing has left.

        Nothing else: what has another name, or holds another file, was not
        written here.
        """
        ours = {_WEIGHTS, _TENSORS, _JSON}
        for path in self.paths[:-KEPT]:
            named = path.name == _name(_number(path)) and not path.is_symlink()
            if named and {file.name for file in path.iterdir()} == ours:
                delete_folder(path)
        for path in _entries(self.folder):
            if _LEFT_OVER.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def _read(
        self, trainer: Trainer, early_stopping: EarlyStopping | None
    ) -> dict[str, Any] | None:
        if not self.paths:
            return None
        path = self.paths[-1]
        try:
            saved = _read_files(path)
            state: dict[str, Any] = decode(saved.code, saved.tensors)
            _check_kinds(state["kinds"], _kinds(trainer, early_stopping), path)
        except CheckpointError:
            raise
        except (FileNotFoundError, KeyError, ValueError, TypeError) as error:
            raise _damaged(path, str(error)) from error
        model = saved.weights | state["extra"]
        check_fit(trainer.model, model, path / _WEIGHTS, dtypes=True)
        state["trainer"]["model"] = model
        return state


class _Saved(NamedTuple):
    weights: dict[str, Tensor]
    tensors: dict[str, Tensor]
    code: Any


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _name(number: int) -> str:
    return f"checkpoint-{number:06d}"


def _number(path: Path) -> int:
    """Return the number in a checkpoint's name; -1 for any other name."""
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else -1


def _read_files(path: Path) -> _Saved:
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
    if about.pop("digest", None) != _digest(about):
        raise _damaged(path, f"{_JSON} has been changed")
    for name, wanted in about["sha256"].items():
        if digest((path / name).read_bytes()) != wanted:
            raise _damaged(path, f"{name} is not what was written")
    weights, _ = read_tensors(path / _WEIGHTS)
    tensors, _ = read_tensors(path / _TENSORS)
    return _Saved(weights, tensors, about["state"])


def _digest(about: dict[str, Any]) -> str:
    return digest(json.dumps(about, sort_keys=True).encode())


def _damaged(path: Path, cause: str) -> CheckpointError:
    return CheckpointError(
        f"the checkpoint {path} is damaged: {cause}. Delete this folder to go "
        "on from the checkpoint before it"
    )


def _kinds(
    trainer: Trainer, early_stopping: EarlyStopping | None
) -> dict[str, str]:
    """Say how a run is built, as far as its state depends on it."""
    parts = {
        "optimizer": trainer.optimizer,
        "scheduler": trainer.scheduler,
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
