"""Draw the rooms of the course and who imports whom, for the book.

``book/drawings/architecture.toml`` has rooms, arrows and places. From it come
``architecture.svg`` beside it, which the page on architecture shows, and the
page's table. A test compares the arrows with the imports.
"""

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from course.report import report
from course.repository.notebooks import write_text
from course.repository.root import REPOSITORY

SOURCE = "book/drawings/architecture.toml"
DRAWING = "book/drawings/architecture.svg"
PAGE = "book/architecture.md"
HELPERS = "src/helpers"

Drawing = dict[str, Any]

_TABLE = re.compile(r"(?<=<!-- rooms -->\n)\n.*?(?=<!-- /rooms -->)", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the drawing and the table, or check them; return the status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    return report(draw(options.root, write=not options.check))


def draw(root: Path, write: bool) -> Iterator[str]:
    """Write what follows from the source, or name what has drifted."""
    drawing = read_drawing(root)
    page = (root / PAGE).read_text("utf-8")
    if not _TABLE.search(page):
        yield f"{PAGE} has no place for its table: <!-- rooms -->"
    texts = {
        DRAWING: "\n".join(svg(drawing, sub_packages(root))) + "\n",
        PAGE: _TABLE.sub(lambda _: f"\n{table(drawing)}\n\n", page),
    }
    for name, text in texts.items():
        path = root / name
        if write:
            write_text(path, text)
        elif not path.exists() or path.read_text("utf-8") != text:
            yield f"{name} has drifted; run `python -m course architecture`"


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


def svg(drawing: Drawing, inside: list[str]) -> Iterator[str]:
    """Yield the lines of the drawing; `inside` is listed in ``helpers``."""
    width, height = drawing["size"]
    yield (
        '<svg class="course-drawing" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="architecture-title architecture-words">'
    )
    yield "<title id='architecture-title'>The rooms of the course</title>"
    yield f"<desc id='architecture-words'>{escape(words(drawing))}</desc>"
    yield (
        '<marker id="architecture-head" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="7" markerHeight="7" orient="auto">'
        '<path class="head" d="M0 0 8 4 0 8z"/></marker>'
    )
    for arrow in drawing["arrow"]:
        if "path" in arrow:
            points = " ".join(f"{x},{y}" for x, y in arrow["path"])
            yield (
                f'<polyline class="arrow" points="{points}" '
                'marker-end="url(#architecture-head)"/>'
            )
    for room in drawing["room"]:
        yield from _room(room, inside if room.get("inside") else [])
    yield "</svg>"


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


def _room(room: dict[str, Any], inside: list[str]) -> Iterator[str]:
    """Yield a box with its folder, its label, and names in three columns."""
    x, y, width, height = room["place"]
    middle = x + width / 2
    yield f'<g class="{room["kind"]}">'
    yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
    name = room["name"]
    yield f'<text class="name" x="{middle:g}" y="{y + 19}">{name}</text>'
    label = escape(room["label"])
    yield f'<text class="label" x="{middle:g}" y="{y + 36}">{label}</text>'
    for number, one in enumerate(inside):
        row, column = divmod(number, 3)
        left = x + width * (2 * column + 1) / 6
        line = y + 62 + 24 * row
        yield f'<text class="inside" x="{left:g}" y="{line}">{one}</text>'
    yield "</g>"
