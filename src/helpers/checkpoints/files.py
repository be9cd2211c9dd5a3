"""Writes files that are either whole or not there, and reads them warily.

A new file or folder gets its name only when all of it is on the disk.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from helpers.checkpoints.errors import CheckpointError

UNFINISHED = ".unfinished-"
"""What names of folders begin with that are being written or deleted."""
_PICKLES = (b"PK\x03\x04", b"\x80")  # torch.save's archive; a bare pickle


def tensor_bytes(
    tensors: Mapping[str, Tensor], metadata: dict[str, str]
) -> bytes:
    """Return the content of a safetensors file."""
    # Clones share no memory, which the format could not express.
    whole = {
        name: tensor.detach().cpu().contiguous().clone()
        for name, tensor in tensors.items()
    }
    return save(whole, metadata)


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return the tensors of a safetensors file and its metadata.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If it is a pickle, cut short, or something else.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file of weights at {path}")
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_PICKLES):
        raise CheckpointError(
            f"{path} is a pickle, as torch.save writes it, and was not opened: "
            "reading a pickle can run any code in it. If you trust where it "
            "comes from, read it with torch.load(path, weights_only=True) and "
            "write it again with save_weights"
        )
    try:
        with safe_open(path, "pt") as file:
            names = file.keys()
            tensors = {name: file.get_tensor(name) for name in names}
            return tensors, file.metadata() or {}
    except SafetensorError as error:
        raise CheckpointError(
            f"{path} is no whole safetensors file ({error}): it was cut short "
            "or is something else; copy or download it again"
        ) from error


def read_json(path: Path) -> Any:
    """Return what a JSON file holds, or say that it is damaged."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Replace a file in one step, whatever happens meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(path.parent / f"{UNFINISHED}{path.name}") as folder:
        _write(folder / path.name, content)
        (folder / path.name).replace(path)
    _sync(path.parent)


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Make a folder with these files appear in one step.

    Raises
    ------
    OSError
        If there is a folder of this name with something in it, or the disk is
        full; then nothing has changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(path.parent / f"{UNFINISHED}{path.name}") as folder:
        for name, content in contents.items():
            _write(folder / name, content)
        _sync(folder)
        folder.rename(path)
    _sync(path.parent)


def delete_folder(path: Path) -> None:
    """Delete a folder so that nobody can find a part of it."""
    with whole_folder(path.parent / f"{UNFINISHED}{path.name}") as folder:
        path.rename(folder / "old")


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a new empty folder, and delete at the end what is left of it."""
    folder = Path(tempfile.mkdtemp(prefix=path.name + ".", dir=path.parent))
    try:
        folder.chmod(0o777 & ~_umask())
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder written to the disk (where that exists)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
