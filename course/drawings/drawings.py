"""Draw the schematic drawings, and describe them where pages show them.

Each ``book/drawings/NAME.py`` has a function ``draw``; from it comes
``book/_static/drawings/NAME.svg``. A page or notebook shows it with
``![](PATH/_static/drawings/NAME.svg)``; the command fills in what the drawing
says, so that it is written once. With ``--check`` nothing is written.
"""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

from course.drawings.canvas import Drawing
from course.drawings.palette import book_style
from course.drawings.shown import SHOWN
from course.following import write_or_check
from course.repository.notebooks import write_text
from course.repository.prose import (
    blank_code,
    passages,
    prose_files,
    replace_passages,
)

SOURCES = "book/drawings"
DRAWN = "book/_static/drawings"
STYLE = "book/_static/drawings.css"

_BREAKS_MARKDOWN = re.compile(r"[\[\]`*<>|\\$]|\b_|_\b")


def main(arguments: list[str]) -> int:
    """Draw, or check; return the exit status."""
    return write_or_check(__doc__, arguments, draw)


def draw(root: Path, write: bool) -> Iterator[str]:
    """Write what follows from the sources, or name what has drifted.

    What a person has to mend is named in either case.
    """
    drawings = read_drawings(root)
    files = {STYLE: book_style()}
    for name, drawing in drawings.items():
        files[f"{DRAWN}/{name}.svg"] = drawing.svg(name)
        for problem in [*drawing.problems(), *_unfit(drawing)]:
            yield f"{SOURCES}/{name}.py: {problem}"
    for place, text in files.items():
        path = root / place
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text)
        else:
            yield f"{place} has drifted; run `python -m course drawings`"
    for path in sorted((root / DRAWN).glob("*.svg")):
        if path.stem not in drawings:
            yield f"{DRAWN}/{path.name} has no source; remove it"
    yield from _describe(root, drawings, write)


def read_drawings(root: Path) -> dict[str, Drawing]:
    """Return what the sources draw, by their names."""
    return {
        path.stem: runpy.run_path(str(path))["draw"]()
        for path in sorted((root / SOURCES).glob("[!._]*.py"))
    }


def _unfit(drawing: Drawing) -> Iterator[str]:
    """Yield what is wrong with the words that describe a drawing."""
    if not drawing.title or not drawing.alt:
        yield "a drawing needs a title and an alt text"
    if found := _BREAKS_MARKDOWN.search(drawing.alt):
        yield f"the alt text has {found[0]!r}, a mark of Markdown; write a word"


def _describe(
    root: Path, drawings: dict[str, Drawing], write: bool
) -> Iterator[str]:
    """Put the alt texts into pages and notebooks, or name wrong ones."""
    unused = {*drawings}
    for path in prose_files(root):
        old = passages(path, root)
        new = []
        for passage in old:
            for shown in SHOWN.finditer(blank_code(passage.text)):
                place = passage.at(shown.start())
                unused.discard(shown["name"])
                if shown["name"] not in drawings:
                    yield f"{place}: there is no drawing {shown['name']!r}"
                elif not (path.parent / shown["path"]).is_file():
                    yield f"{place}: {shown['path']} leads to no file"
                elif not write and shown["alt"] != drawings[shown["name"]].alt:
                    yield (
                        f"{place}: the words of {shown['name']} have drifted; "
                        "run `python -m course drawings`"
                    )
            new.append(_described(passage.text, drawings))
        if write and new != [passage.text for passage in old]:
            replace_passages(path, new)
    for name in sorted(unused):
        yield f"{SOURCES}/{name}.py: no page shows this drawing"


def _described(text: str, drawings: dict[str, Drawing]) -> str:
    """Return a text in which each drawing has its own words."""
    parts = []
    end = 0
    for shown in SHOWN.finditer(blank_code(text)):
        if shown["name"] in drawings:
            start, stop = shown.span("alt")
            parts += [text[end:start], drawings[shown["name"]].alt]
            end = stop
    return "".join([*parts, text[end:]])
