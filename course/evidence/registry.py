"""What the course claims: the entries of ``book/claims.toml``."""

import tomllib
from pathlib import Path
from typing import Any


def notebooks_with_claims(root: Path) -> list[str]:
    """Return the notebooks of the registered claims, in order."""
    return list(dict.fromkeys(one["notebook"] for one in read_claims(root)))


def read_claims(root: Path) -> list[dict[str, Any]]:
    """Return the registered claims."""
    text = (root / "book" / "claims.toml").read_text("utf-8")
    claims: list[dict[str, Any]] = tomllib.loads(text).get("claim", [])
    return claims


def numbers_of(root: Path, name: str) -> set[str]:
    """Return the numbers of a notebook that claims are made about."""
    sides = [
        one[side]
        for one in read_claims(root)
        for side in ("better", "worse")
        if one["notebook"] == name
    ]
    return {side for side in sides if isinstance(side, str)}
