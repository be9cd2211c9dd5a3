"""The folders of checkpoints on the disk: names, contents, and what is deleted.

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
from helpers.checkpoints.weights import weight_bytes

FORMAT = "course-checkpoint"
VERSION = 3
KEPT = 2  # should the last one be damaged, the one before it is there
WEIGHTS, STATE, ABOUT = "model.safetensors", "training.pt", "training.json"
_NUMBERED = re.compile("checkpoint-([0-9]+)")
_LEFT_OVER = re.compile(
    rf"{re.escape(UNFINISHED)}checkpoint-[0-9]+\.[a-z0-9_]+"
)


def checkpoint_paths(folder: Path) -> list[Path]:
    """Return the checkpoints in a folder, the oldest first."""
    found = [p for p in _entries(folder) if _number(p) >= 0]
    return sorted(filter(Path.is_dir, found), key=_number)


def write_checkpoint(
    folder: Path, weights: Mapping[str, Tensor], state: dict[str, Any]
) -> Path:
    """Write the next checkpoint, and delete all but the last two.

    Raises
    ------
    TypeError
        If the weights or the state hold more than a file may.
    OSError
        If it cannot be written; the last checkpoint is still there.
    """
    contents = {WEIGHTS: weight_bytes(weights), STATE: state_bytes(state)}
    about = {
        "format": FORMAT,
        "version": VERSION,
        "sha256": {name: digest(x) for name, x in contents.items()},
    }
    last = max([0, *map(_number, _entries(folder))])
    path = folder / _name(last + 1)
    write_folder(path, contents | {ABOUT: json.dumps(about).encode()})
    _tidy(folder)
    return path


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return the weights and the state of a checkpoint.

    Raises
    ------
    CheckpointError
        If it is damaged, foreign, or of another version.
    """
    about = read_json(path / ABOUT) if (path / ABOUT).exists() else None
    if not isinstance(about, dict):
        raise damaged(path, f"{ABOUT} is missing or is something else")
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
    for name in (WEIGHTS, STATE):
        if digest((path / name).read_bytes()) != about["sha256"][name]:
            raise damaged(path, f"{name} is not what was written")
    weights, _ = read_tensors(path / WEIGHTS)
    return weights, load_state(path / STATE)


def damaged(path: Path, cause: str) -> CheckpointError:
    """Return the error for a checkpoint that is not whole."""
    return CheckpointError(
        f"the checkpoint {path} is damaged: {cause}. Delete this folder to go "
        "on from the checkpoint before it"
    )


def _tidy(folder: Path) -> None:
    """Delete old checkpoints, and what interrupted writing has left.

    Nothing else: what has another name, or holds another file, was not
    written here.
    """
    ours = {WEIGHTS, STATE, ABOUT}
    for path in checkpoint_paths(folder)[:-KEPT]:
        named = path.name == _name(_number(path)) and not path.is_symlink()
        if named and {file.name for file in path.iterdir()} == ours:
            delete_folder(path)
    for path in _entries(folder):
        if _LEFT_OVER.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _name(number: int) -> str:
    return f"checkpoint-{number:06d}"


def _number(path: Path) -> int:
    """Return the number in a checkpoint's name; -1 for any other name."""
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else -1
