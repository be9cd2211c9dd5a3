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
    """Return the content of a safetensors file.

    Raises
    ------
    TypeError
        If something is no tensor, or one that the format does not know.
    """
    whole = {name: _whole(name, tensor) for name, tensor in tensors.items()}
    try:
        return save(whole, metadata)
    except KeyError as error:  # of the dtypes that the format has
        (kind,) = error.args
        names = [name for name, tensor in whole.items() if tensor.dtype == kind]
        raise TypeError(
            f"cannot save {', '.join(names)}: a safetensors file has no "
            f"{kind}; convert it to another dtype"
        ) from error


def _whole(name: str, tensor: Tensor) -> Tensor:
    """Return a copy that shares no memory, which a file could not express."""
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"cannot save {name}: a {type(tensor).__name__} is no tensor, and "
            "a file of weights holds nothing else; let get_extra_state() "
            "return a tensor"
        )
    try:
        return tensor.detach().cpu().contiguous().clone()
    except (RuntimeError, ValueError) as error:  # sparse, meta, of a lazy layer
        cause = str(error).partition("\n")[0]
        raise TypeError(
            f"cannot save {name}: {cause}; it must be an ordinary tensor with "
            "numbers (a lazy layer has them once it was used)"
        ) from error


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
    if _is_pickle(path):
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


def _is_pickle(path: Path) -> bool:
    """Say how a file begins that is not laid out as safetensors are.

    Such a file gives the length of its header, of which one in 32 begins as a
    bare pickle does, and then the header.
    """
    with path.open("rb") as file:
        start = file.read(9)
    length = int.from_bytes(start[:8], "little")
    if start[8:] == b"{" and 8 + length <= path.stat().st_size:
        return False
    return start.startswith(_PICKLES)


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
    with whole_file(path) as new:
        _write(new, content)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the place for a new file, which replaces the old one at the end.

    If it raises an error instead, the old file is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(path.parent / f"{UNFINISHED}{path.name}") as folder:
        new = folder / path.name
        yield new
        new.replace(path)
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
