"""The text of the course: markdown cells, book pages, and the README.

The tools that read or edit prose find it here as passages, each with the
place to name in a message.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
    write_notebook,
    write_text,
)

GENERATED = "book/exercises"
"""Pages that are made of notebooks: they are no source of their own."""

_FENCE = re.compile(
    r"^[ \t]*(?P<marks>`{3,}|~{3,})(?P<info>[^\n`]*)\n"
    r"(?:.*?\n)??[ \t]*(?P=marks)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
# Directives whose content is a reader's text rather than code.
_PROSE_DIRECTIVE = re.compile(
    r"\{(?!code|math|literalinclude|mermaid|raw|bibliography|toctree|eval)"
)


@dataclass(frozen=True)
class Passage:
    """Some markdown and where it stands."""

    place: str
    text: str

    def at(self, offset: int) -> str:
        """Name the place of the character at `offset`."""
        line = self.text.count("\n", 0, offset) + 1
        return f"{self.place}, line {line}"


def prose_files(root: Path) -> list[Path]:
    """Return all files of the course in `root` that hold text.

    Hidden ones do not: editors and systems leave copies under such names.
    Those in `GENERATED` follow from others.
    """
    readme = [root / "README.md"] if (root / "README.md").exists() else []
    pages = sorted(
        path
        for path in (root / "book").rglob("*.md")
        if not any(
            part.startswith(".") for part in path.relative_to(root).parts
        )
        and root / GENERATED not in path.parents
    )
    return readme + pages + chapter_notebooks(root)


def passages(path: Path, root: Path) -> list[Passage]:
    """Read a file as passages: one, or one for each markdown cell."""
    name = path.relative_to(root).as_posix()
    if path.suffix != ".ipynb":
        return [Passage(name, path.read_text(encoding="utf-8"))]
    return [
        Passage(f"{name}, cell {number}", cell.source)
        for number, cell in cells(read_notebook(path), "markdown")
    ]


def replace_passages(path: Path, texts: Sequence[str]) -> None:
    """Write the passages of a file anew, in the order they were read."""
    if path.suffix != ".ipynb":
        write_text(path, texts[0])
        return
    notebook = read_notebook(path)
    for (_, cell), text in zip(cells(notebook, "markdown"), texts, strict=True):
        cell.source = text
    write_notebook(path, notebook)


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """Overwrite what matches with spaces, so that offsets stay the same."""
    return pattern.sub(lambda match: _spaces(match[0]), text)


def blank_code(text: str) -> str:
    """Overwrite fenced code and code spans with spaces."""

    def keep_prose(fence: re.Match[str]) -> str:
        if _PROSE_DIRECTIVE.match(fence["info"].strip()):
            return fence[0]
        return _spaces(fence[0])

    return blank(_FENCE.sub(keep_prose, text), _CODE_SPAN)


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
