"""The tables of chapters in the pages, and the links of the coverage page."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from course.prose.coverage import NOT_YET, ROW, anchored, headings
from course.repository.chapters import Chapter

_NOTEBOOK_LINK = re.compile(r"\]\((?!https?:|#|/)([^)\s]+)\)")


def link(page: Path, label: str, target: Path, anchor: str = "") -> str:
    """Return a link from a page to another file, by its relative path."""
    path = Path(os.path.relpath(target, page.parent)).as_posix()
    return f"[{label}]({path}{anchor and '#' + anchor})"


def map_of_chapters(root: Path, page: Path, chapters: list[Chapter]) -> str:
    """Return the table of all chapters: part, chapter, what it teaches."""
    rows = ["| Part | Chapter | What it teaches |", "|---|---|---|"]
    for one in chapters:
        part = one.entry.part
        if one.entry.page:
            part = link(page, part, root / f"{one.entry.page}.md")
        title = link(page, f"{one.number} {one.title}", one.path)
        rows.append(f"| {part} | {title} | {one.about} |")
    return "\n".join(rows)


def table_of_part(page: Path, chapters: Iterable[Chapter]) -> str:
    """Return the table of a part: chapter, time, and what one has to know."""
    rows = ["| Chapter | To work through | You need |", "|---|---|---|"]
    for one in chapters:
        title = link(page, f"{one.number} {one.title}", one.path)
        needs = moved(one.needs, one.path.parent, page.parent)
        needs = needs[0].upper() + needs[1:]
        rows.append(f"| {title} | {one.time} | {needs} |")
    return "\n".join(rows)


def moved(text: str, old: Path, new: Path) -> str:
    """Return a text with its links as they read from another folder.

    Parameters
    ----------
    text
        Markdown.
    old, new
        The folders that links start from, so far and then.
    """

    def one(match: re.Match[str]) -> str:
        path = os.path.relpath(old / match[1], new)
        return f"]({Path(path).as_posix()})"

    return _NOTEBOOK_LINK.sub(one, text)


def with_sections(page: Path, text: str, chapters: list[Chapter]) -> str:
    """Return the coverage page with the sections that teach each line."""
    links: dict[str, list[str]] = {}
    for one in chapters:
        for cell, marks in anchored(one.notebook):
            for line in cell["metadata"].get("teaches", []):
                _, heading = next(headings(cell["source"]))
                links.setdefault(line, []).append(
                    link(
                        page,
                        f"{one.number} · {heading}",
                        one.path,
                        marks[0][1],
                    )
                )

    def row(match: re.Match[str]) -> str:
        what = match[2].split("|")[0].strip()
        where = "; ".join(links.get(match[1], [])) or NOT_YET
        return f"| {match[1]} | {what} | {where} |"

    return ROW.sub(row, text)
