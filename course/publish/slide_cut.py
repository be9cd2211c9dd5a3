"""Cut a chapter into slides: one idea on each, as much as fits.

A heading of the second level opens a column of slides, one of the third a
slide below it. Figures get slides of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from nbformat import NotebookNode

from course.drawings.shown import SHOWN
from course.publish.slide_text import (
    QUESTION,
    blocks,
    heading,
    is_paragraph,
    plain,
    shorten,
)

LEFT_OUT = {"Set-up", "References"}
HIDDEN = {"remove-cell", "hide-cell"}
ROOM = 17  # lines of text below a heading
LINES_MOST = 28  # of code, or of what it prints

Kind = Literal["text", "code", "printed", "html", "figure", "drawing"]


@dataclass(frozen=True)
class Element:
    """Something on a slide; of an image `extra` is the description.

    The content of a drawing is its name.
    """

    kind: Kind
    content: str
    extra: str = ""

    @property
    def room(self) -> float:
        """Roughly how many lines of text are as high as this."""
        lines = self.content.splitlines()
        if self.kind == "figure":
            return 12.0
        if self.kind == "drawing":
            return float(ROOM)  # it is high
        if self.kind == "html":
            return 1.0 + 0.9 * self.content.count("<tr")
        if self.kind in ("code", "printed"):
            return 1.0 + 0.75 * len(lines)
        wrapped = sum(1 + len(line) // 72 for line in lines)
        if is_paragraph(self.content):
            wrapped = 1 + len(self.content) // 72
        return 0.7 + wrapped


@dataclass
class Slide:
    """One slide; of level 2 if it opens a column."""

    heading: str
    level: int
    elements: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def room(self) -> float:
        """Roughly how many lines are taken."""
        return sum(one.room for one in self.elements)


def cut(notebook: NotebookNode) -> list[Slide]:
    """Return the slides of a chapter, in order."""
    slides: list[Slide] = []
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        if tags & HIDDEN:
            continue
        if cell.cell_type == "markdown":
            goes_on = cell.get("id", "").endswith("-seen-text")
            _add_text(slides, plain(cell.source), goes_on)
        elif slides and cell.cell_type == "code":
            elements = list(_code_elements(cell, tags))
            if _only_draws(elements):
                slides[-1].notes.append(f"```python\n{cell.source}\n```")
                elements = elements[1:]
            for element in elements:
                _place(slides, element)
    wanted = [one for one in slides if one.heading not in LEFT_OUT]
    return [one for one in wanted if one.elements or one.level < 3]


def _add_text(slides: list[Slide], markdown: str, goes_on: bool) -> None:
    """Open the slides that a cell's headings ask for, and add its words.

    A cell that goes on says what was seen: it stays with what was shown.
    """
    section: list[str] = []
    for block in blocks(markdown):
        found = heading(block)
        if found is None:
            section.append(block)
            continue
        _add_blocks(slides, section, goes_on)
        section, goes_on = [], False
        level, words = min(found[0], 3), found[1]
        if level == 3 and slides and slides[-1].heading in LEFT_OUT:
            words = slides[-1].heading
        slides.append(Slide(words, level))
    _add_blocks(slides, section, goes_on)


def _add_blocks(slides: list[Slide], section: list[str], goes_on: bool) -> None:
    """Start a slide with some blocks of text; keep what is cut as notes."""
    if not section or not slides:
        return
    short, was_cut = shorten(section)
    if slides[-1].elements and not (goes_on and _fits(slides[-1], short)):
        slides.append(_next(slides[-1]))
    for block in short:
        if QUESTION.match(block) and slides[-1].elements:
            slides.append(_next(slides[-1]))
        drawing = SHOWN.fullmatch(block)
        _place(
            slides,
            Element("drawing", drawing["name"], drawing["alt"])
            if drawing
            else Element("text", block),
        )
    if was_cut:
        slides[-1].notes.append("\n\n".join(section))


def _code_elements(cell: NotebookNode, tags: set[str]) -> Iterator[Element]:
    """Yield a cell's code and outputs, without those that tags hide."""
    if "hide-input" not in tags and "remove-input" not in tags:
        yield Element("code", cell.source)
    if "hide-output" in tags or "remove-output" in tags:
        return
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/png" in data:
            about = output.metadata.get("image/png", {}).get("alt", "")
            yield Element("figure", data["image/png"].replace("\n", ""), about)
        elif "text/html" in data:
            html = re.sub(
                r"<style.*?</style>", "", data["text/html"], flags=re.DOTALL
            )
            yield Element("html", html)
        elif output.get("name") == "stdout":
            yield Element("printed", _first_lines(output.text))
        elif "text/plain" in data and len(data) == 1:
            yield Element("printed", _first_lines(data["text/plain"]))


def _only_draws(elements: list[Element]) -> bool:
    """Tell whether the code is one call that makes the figure below it."""
    kinds = [one.kind for one in elements]
    if kinds[:2] != ["code", "figure"]:
        return False
    call = re.compile(r"plot_\w+\(.*\)", re.DOTALL)
    return call.fullmatch(elements[0].content.strip()) is not None


def _first_lines(text: str) -> str:
    lines = text.rstrip().splitlines()
    cut_off = ["..."] if len(lines) > LINES_MOST else []
    return "\n".join(lines[:LINES_MOST] + cut_off)


def _place(slides: list[Slide], element: Element) -> None:
    """Put an element on the last slide if it fits, else on a new one."""
    last = slides[-1]
    has_figure = any(one.kind == "figure" for one in last.elements)
    is_full = has_figure and element.kind != "text"
    if last.elements and (is_full or last.room + element.room > ROOM):
        slides.append(_next(last))
    slides[-1].elements.append(element)


def _fits(slide: Slide, texts: list[str]) -> bool:
    needed = sum(Element("text", text).room for text in texts)
    return slide.room + needed <= ROOM


def _next(slide: Slide) -> Slide:
    return Slide(slide.heading, 3)
