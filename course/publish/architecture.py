"""Write the table of the rooms of the course into its page in the book.

``book/drawings/architecture.toml`` has rooms, arrows and places. From it come
the table, and with ``python -m course drawings`` the drawing above it. A test
compares the arrows with the imports.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.following import write_or_check
from course.repository.notebooks import write_text

SOURCE = "book/drawings/architecture.toml"
PAGE = "book/architecture.md"
HELPERS = "src/helpers"

Drawing = dict[str, Any]

_TABLE = re.compile(r"(?<=<!-- rooms -->\n)\n.*?(?=<!-- /rooms -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the table, or check it; return the status."""
    return write_or_check(__doc__, arguments, follow)


def follow(root: Path, write: bool) -> Iterator[str]:
    """Write the table, or say that it has drifted."""
    page = (root / PAGE).read_text("utf-8")
    if not _TABLE.search(page):
        yield f"{PAGE} has no place for its table: <!-- rooms -->"
    rows = table(read_drawing(root))
    text = _TABLE.sub(lambda _: f"\n{rows}\n\n", page)
    if write:
        write_text(root / PAGE, text)
    elif page != text:
        yield f"{PAGE} has drifted; run `python -m course architecture`"


def read_drawing(root: Path) -> Drawing:
    """Return the source of the drawing."""
    return tomllib.loads((root / SOURCE).read_text("utf-8"))


def sub_packages(root: Path) -> list[str]:
    """Return the names of the packages inside ``helpers``."""
    found = (root / HELPERS).glob("*/__init__.py")
    return sorted(path.parent.name for path in found)


def arrows(drawing: Drawing) -> dict[str, set[str]]:
    """Return the rooms that each room imports."""
    found: dict[str, set[str]] = {one["name"]: set() for one in drawing["room"]}
    for one in drawing["arrow"]:
        found[one["from"]].update(one["to"])
    return found


def table(drawing: Drawing) -> str:
    """Return the page's table: room, what it is for, what belongs there."""
    rows = ["| Room | What it is for | What belongs there |", "|---|---|---|"]
    for one in drawing["room"]:
        rows.append(f"| `{one['folder']}` | {one['about']} | {one['new']} |")
    return "\n".join(rows)


def words(drawing: Drawing) -> str:
    """Return what the drawing shows, for those who cannot see it."""
    told = [
        f"{name} imports {', '.join(sorted(others))}."
        for name, others in arrows(drawing).items()
        if others
    ]
    silent = [name for name, others in arrows(drawing).items() if not others]
    told.append(f"{' and '.join(silent)} import no other room.")
    return " ".join(told)
