"""Checks the page that says where each line of the syllabus is taught.

Every id has one row, and a row that links somewhere must lead to a heading of
a notebook with code under it that was run and has stored outputs.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.repository.root import REPOSITORY

PAGE = REPOSITORY / "book" / "coverage.md"
NOT_YET = "not yet written"

ROW = re.compile(r"^\|[ \t]*([A-Z]\d+)[ \t]*\|(.*)\|[ \t]*$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]*))?\)")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
FENCE = re.compile(r"^\s*(`{3,}|~{3,}|:{3,})")

Cell = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of the coverage table.

    Attributes
    ----------
    id
        The line of the syllabus, such as ``"F1"``.
    where
        The last column: links to headings, or ``"not yet written"``.
    """

    id: str
    where: str

    @property
    def is_written(self) -> bool:
        """Whether the row claims that the line is taught."""
        return self.where != NOT_YET


def read_rows(text: str) -> list[Row]:
    """Return the rows of all tables whose first column is an id."""
    return [
        Row(match[1], match[2].split("|")[-1].strip())
        for match in ROW.finditer(text)
    ]


def slug(heading: str) -> str:
    """Return the anchor that the book gives to a heading.

    Parameters
    ----------
    heading
        Markdown, for instance ``"The loop: `fit` by hand"``, whose anchor is
        ``"the-loop-fit-by-hand"``.
    """
    without_formulas = re.sub(r"\$[^$]*\$", "", heading)
    plain = re.sub(r"[`*]", "", without_formulas)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


def headings(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield level and text of the headings, without those in code blocks."""
    fence = ""
    for line in markdown.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and (match := HEADING.match(line)):
            yield len(match[1]), match[2]


def anchored(
    notebook: dict[str, Any],
) -> Iterator[tuple[Cell, list[tuple[int, str]]]]:
    """Yield each cell with the levels and the anchors of its headings.

    As in the book, a heading that stands there again gets a number.
    """
    used: set[str] = set()
    for cell in notebook["cells"]:
        found = []
        if cell["cell_type"] == "markdown":
            for level, text in headings("".join(cell["source"])):
                anchor, copies = slug(text), 0
                while anchor in used:
                    copies += 1
                    anchor = f"{anchor}-{copies}"
                used.add(anchor)
                found.append((level, anchor))
        yield cell, found


def sections(notebook: dict[str, Any]) -> dict[str, list[Cell]]:
    """Return the code cells under each heading, by the heading's anchor.

    A section ends where the next heading of the same or a higher level
    begins, so the cells of a sub-section belong to the section too.
    """
    found: dict[str, list[Cell]] = {}
    is_open: list[tuple[int, str]] = []
    for cell, marks in anchored(notebook):
        if cell["cell_type"] == "code":
            for _, anchor in is_open:
                found[anchor].append(cell)
        for level, anchor in marks:
            found[anchor] = []
            is_open = [one for one in is_open if one[0] < level]
            is_open.append((level, anchor))
    return found


def problem_of_section(cells: list[Cell]) -> str | None:
    """Say why a section does not show what it teaches, or return None."""
    if not cells:
        return "has no code cell"
    idle = sum(cell.get("execution_count") is None for cell in cells)
    if idle:
        return f"has {idle} code cells that were never run"
    if not any(cell.get("outputs") for cell in cells):
        return "has code, but no stored output"
    return None


def problem_of_link(page: Path, target: str, anchor: str) -> str | None:
    """Say why a link of the page leads to no evidence, or return None."""
    notebook = page.parent / target
    if notebook.suffix != ".ipynb" or not notebook.is_file():
        return f"{target} is not a notebook of the course"
    if not anchor:
        return f"{target}: the link names no heading"
    by_anchor = sections(json.loads(notebook.read_text(encoding="utf-8")))
    if anchor not in by_anchor:
        return f"{target} has no heading #{anchor}"
    problem = problem_of_section(by_anchor[anchor])
    return problem and f"{target}#{anchor} {problem}"


def problems_of_rows(rows: list[Row]) -> Iterator[str]:
    """Yield the ids that are missing or listed twice.

    The lines of a subject are numbered from 1, so a gap is a line that was
    lost; one that was lost at the end is found by `register`, which knows
    what the chapters teach.
    """
    listed = [row.id for row in rows]
    for letter, count in Counter(
        line[0] for line in dict.fromkeys(listed)
    ).items():
        for number in range(1, count + 1):
            if f"{letter}{number}" not in listed:
                yield f"{letter}{number}: no row"
    for line, times in Counter(listed).items():
        if times > 1:
            yield f"{line}: {times} rows, one is needed"


def check(page: Path) -> tuple[list[str], list[str]]:
    """Check a coverage page.

    Parameters
    ----------
    page
        The Markdown file; links are relative to its folder.

    Returns
    -------
    tuple[list[str], list[str]]
        The problems, and the ids that are not yet written.
    """
    rows = read_rows(page.read_text(encoding="utf-8"))
    problems = list(problems_of_rows(rows))
    for row in (row for row in rows if row.is_written):
        links = LINK.findall(row.where)
        if not links:
            problems.append(
                f"{row.id}: neither a link nor {NOT_YET!r}: {row.where!r}"
            )
        for target, anchor in links:
            if problem := problem_of_link(page, target, anchor):
                problems.append(f"{row.id}: {problem}")
    return problems, [row.id for row in rows if not row.is_written]


def main(arguments: list[str]) -> int:
    """Print what is wrong and what is missing; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, nargs="?", default=PAGE)
    page = parser.parse_args(arguments).page
    problems, waiting = check(page)
    for problem in problems:
        print(f"{page.name}: {problem}", file=sys.stderr)
    total = len(read_rows(page.read_text(encoding="utf-8")))
    print(f"{total - len(waiting)} of {total} lines of the syllabus are taught")
    if waiting:
        print(f"{NOT_YET}: {', '.join(waiting)}")
    return 1 if problems else 0
