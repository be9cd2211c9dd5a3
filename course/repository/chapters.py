"""The chapters as other pages speak of them: number, title, time, needs.

All of it comes from ``_toc.yml`` and from the notebook: what stands in its
title cell, and its metadata ``course``.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.repository.notebooks import notebook_path, read_notebook
from course.repository.toc import FILE, Entry, read_toc

_NEEDS = re.compile(
    r"\*\*You need\*\*\s+(?P<needs>.+?)\.?\s+"
    r"\*\*Time:\*\*\s+about\s+(?P<time>.+?)\s+to\s+work",
    re.DOTALL,
)


@dataclass(frozen=True)
class Chapter:
    """A chapter, its place in the book, and its notebook as it is stored."""

    entry: Entry
    path: Path
    notebook: NotebookNode

    @property
    def number(self) -> int:
        """Its place in ``_toc.yml``, the first being 1."""
        return self.entry.number

    @property
    def title(self) -> str:
        """The first words of the notebook's title, up to a colon or comma."""
        first = self.notebook.cells[0].source.splitlines()[0]
        return re.split("[:,]", first.removeprefix("# "))[0]

    @property
    def about(self) -> str:
        """What the chapter teaches, from the metadata; empty if not said."""
        return str(self.notebook.metadata.get("course", {}).get("about", ""))

    @property
    def needs(self) -> str:
        """What a reader has to know, from the title cell, on one line."""
        return self._told("needs")

    @property
    def time(self) -> str:
        """How long it takes to work through, such as ``"two hours"``."""
        return self._told("time")

    def _told(self, name: str) -> str:
        match = _NEEDS.search(self.notebook.cells[0].source)
        return " ".join(match[name].split()) if match else ""


def read_chapters(root: Path) -> list[Chapter]:
    """Return the chapters that ``_toc.yml`` names, in its order.

    Raises
    ------
    ValueError
        If it names a notebook that is not there.
    """
    chapters = []
    for entry in read_toc(root):
        path = notebook_path(root, entry.name)
        if not path.is_file():
            raise ValueError(
                f"{FILE} names notebooks/{entry.name}, which is not there; "
                "correct the name, or take it out"
            )
        chapters.append(Chapter(entry, path, read_notebook(path)))
    return chapters
