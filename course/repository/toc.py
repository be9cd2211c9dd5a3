"""The order of the chapters, which ``_toc.yml`` alone decides.

A chapter's number is its place among the notebooks there; it is written
nowhere else by hand.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = "_toc.yml"
_FOLDER = "notebooks/"


@dataclass(frozen=True)
class Entry:
    """A chapter in the table of contents.

    Attributes
    ----------
    name
        The notebook, without folder and ending.
    number
        Its place, the first being 1.
    part
        The caption above it.
    page
        The page about the part, such as ``"book/parts/vision"``; empty if
        there is none.
    """

    name: str
    number: int
    part: str
    page: str


def read_toc(root: Path) -> list[Entry]:
    """Return the chapters in reading order; none if there is no table yet."""
    path = root / FILE
    if not path.exists():
        return []
    entries: list[Entry] = []
    part = page = ""
    for block in yaml.safe_load(path.read_text("utf-8"))["parts"]:
        if "caption" in block:
            part, page = block["caption"], ""
        for one in block["chapters"]:
            if one["file"].startswith(_FOLDER):
                name = one["file"].removeprefix(_FOLDER)
                entries.append(Entry(name, len(entries) + 1, part, page))
            else:
                page = one["file"]
    return entries
