"""Find a file that ships with the course, and make sure that it is whole.

``helpers/assets/MANIFEST.toml`` says what each file is, where it comes from
and which hash it has; no loader reads a file that differs from it.
"""

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.data.errors import AssetError

ASSETS = Path(__file__).parents[1] / "assets"
MANIFEST = "MANIFEST.toml"


def shipped_path(name: str) -> Path:
    """Return the path of an asset, after a check of its size and SHA-256.

    The hash is computed on the first use in a process, and again if the file
    has changed since.

    Parameters
    ----------
    name
        A table of the manifest, such as ``"cifar10"``.

    Raises
    ------
    AssetError
        There is no such asset, or its file is missing, cut short or changed.
    """
    entry = manifest_entry(name)
    path: Path = ASSETS / entry["file"]
    try:
        state = path.stat()
    except OSError as error:
        raise AssetError(
            f"{path} is missing. {_how_to_restore(name, path)}"
        ) from error
    if state.st_size != entry["bytes"]:
        raise AssetError(
            f"{path} has {state.st_size:,} bytes instead of "
            f"{entry['bytes']:,}: it is cut short or another file. "
            f"{_how_to_restore(name, path)}"
        )
    if _sha256(path, state.st_mtime_ns) != entry["sha256"]:
        raise AssetError(
            f"{path} is damaged: its SHA-256 is not the one in {MANIFEST}. "
            f"{_how_to_restore(name, path)}"
        )
    return path


def manifest_entry(name: str) -> dict[str, Any]:
    """Return what the manifest says about an asset."""
    path = ASSETS / MANIFEST
    try:
        manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problem = f"{path} cannot be read: {error}."
        raise AssetError(f"{problem} {_restore(path)}.") from error
    if name not in manifest:
        known = ", ".join(manifest)
        raise AssetError(f"there is no asset {name!r}; there are: {known}")
    entry: dict[str, Any] = manifest[name]
    return entry


@lru_cache
def _sha256(path: Path, changed: int) -> str:
    """Hash the file; ``changed``, its time stamp, makes a new key."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _how_to_restore(name: str, path: Path) -> str:
    return (
        f"{_restore(path)}; or build it again from its source with "
        f"`python -m course assets {name}`."
    )


def _restore(path: Path) -> str:
    return (
        "To restore it, in a clone of the course run "
        f"`git checkout -- src/helpers/assets/{path.name}`; elsewhere "
        "install the course's package again (pip's option --force-reinstall)"
    )
