"""Write what pages say of chapters: numbers, tables, sections, links.

The order is that of ``_toc.yml``; all else comes from the notebooks: the
title cell has title, needs and time; the metadata ``course`` says what a
chapter is ``about``; and a heading's cell has the metadata ``teaches``, the
lines of the syllabus (``book/coverage.md``) that its section teaches. An
exercise names the section that it belongs to, which then links to its page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from course.following import write_or_check
from course.prose.coverage import headings, read_rows
from course.register.exercise_links import read_exercises
from course.register.links import Numbers, renumbered
from course.register.tables import (
    map_of_chapters,
    table_of_part,
    with_sections,
)
from course.repository.chapters import Chapter, read_chapters
from course.repository.notebooks import cells, chapter_notebooks
from course.repository.prose import passages, prose_files, replace_passages
from course.repository.results import read_results
from course.timing.measure import FILE as TIMES
from course.timing.page import publish

MAP = "book/intro.md"
COVERAGE = "book/coverage.md"

_TABLE = re.compile(
    r"(?<=<!-- chapters -->\n)\n.*?(?=<!-- /chapters -->)", re.DOTALL
)


def main(arguments: list[str]) -> int:
    """Write the pages anew, or check them; return the exit status."""
    return write_or_check(__doc__, arguments, register)


def register(root: Path, write: bool) -> Iterator[str]:
    """Write or compare all that follows; yield what is wrong.

    A chapter that says too little of itself has to say more first.
    """
    try:
        chapters = read_chapters(root)
    except ValueError as error:
        yield str(error)
        return
    problems = [*unregistered(root, chapters)]
    for one in chapters:
        problems += [f"{one.path.name}: {gap}" for gap in gaps(root, one)]
    yield from problems
    if problems:
        return
    yield from written(root, chapters, write)
    yield from publish(root, read_results(root, TIMES), write)


def unregistered(root: Path, chapters: list[Chapter]) -> Iterator[str]:
    """Yield a message for each notebook that ``_toc.yml`` does not name."""
    known = {one.path for one in chapters}
    for path in chapter_notebooks(root):
        if path not in known:
            yield f"_toc.yml does not name notebooks/{path.stem}; add it there"


def gaps(root: Path, chapter: Chapter) -> Iterator[str]:
    """Yield a message for what a chapter does not say of itself."""
    if not chapter.about:
        yield (
            "the metadata `course` of the notebook has no `about`: what the "
            "chapter teaches, in a few words, for the map of chapters"
        )
    if not chapter.needs or not chapter.time:
        yield (
            "the title cell does not say '**You need** ... **Time:** about "
            "... to work through'"
        )
    text = (root / COVERAGE).read_text("utf-8")
    syllabus = {row.id for row in read_rows(text)}
    for number, cell in cells(chapter.notebook, "markdown"):
        lines = cell.metadata.get("teaches", [])
        if lines and not any(headings(cell.source)):
            yield (
                f"cell {number} `teaches` {', '.join(lines)}, but has no "
                "heading to link to; put the metadata on the cell with the "
                "heading"
            )
        for line in sorted(set(lines) - syllabus):
            yield (
                f"cell {number} teaches {line}, but {COVERAGE} has no such "
                "row; add one, or correct the metadata"
            )


def written(root: Path, chapters: list[Chapter], write: bool) -> Iterator[str]:
    """Write prose whose tables and numbers have drifted, or name it."""
    numbers = Numbers(
        (root / "notebooks").resolve(),
        {one.path.stem: one.number for one in chapters},
    )
    tables = tables_of_pages(root, chapters)
    exercises = read_exercises(root)
    notebooks = {one.path: one.notebook for one in chapters}
    for path in prose_files(root):
        name = path.relative_to(root).as_posix()
        old = [passage.text for passage in passages(path, root)]
        new = [*old]
        if path in tables:
            if not _TABLE.search(old[0]):
                yield f"{name} has no place for its table: <!-- chapters -->"
            new = [with_table(old[0], tables[path])]
        elif path == root / COVERAGE:
            new = [with_sections(path, old[0], chapters)]
        new = [renumbered(path, text, numbers) for text in new]
        new = [exercises.with_links(path, text) for text in new]
        if path in notebooks:
            new = exercises.at_sections(path, notebooks[path], new)
        if new != old and write:
            replace_passages(path, new)
        elif new != old:
            yield f"{name} has drifted; run `python -m course register`"


def with_table(text: str, table: str) -> str:
    """Return a page with its table of chapters between the two marks."""
    return _TABLE.sub(lambda _: f"\n{table}\n\n", text)


def tables_of_pages(root: Path, chapters: list[Chapter]) -> dict[Path, str]:
    """Return the table of chapters of each page that has one."""
    page = root / MAP
    tables = {page: map_of_chapters(root, page, chapters)}
    for name in dict.fromkeys(one.entry.page for one in chapters):
        if name:
            page = root / f"{name}.md"
            own = [one for one in chapters if one.entry.page == name]
            tables[page] = table_of_part(page, own)
    return tables
