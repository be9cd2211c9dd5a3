"""The pages of the exercises: one for each, and one for each chapter.

A page holds the statement, what a learner starts from, three hints and the
solution, each behind a fold of its own, and links: to the section that teaches
it, to the notebook in Colab or on Binder, and to the file.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from course.exercises.places import Places, read_places
from course.register.tables import link, moved
from course.repository.numbered import Numbered, numbered
from grading.chapters import Chapter

STEPS = ("a nudge", "the concept", "almost the answer")
_SIGNS = re.compile(r"[\\*_<\[$]")
_NOTE = "<!-- Written by `python -m course exercises`: edit the solutions. -->"


def pages_of(root: Path, chapters: Iterable[Chapter]) -> dict[Path, str]:
    """Return the text of each page by its file, in reading order.

    Raises
    ------
    ValueError
        If an exercise names a section that its chapter does not have.
    """
    places = read_places(root)
    made: dict[Path, str] = {}
    for chapter in sorted(chapters, key=lambda one: places.number(one.name)):
        exercises = numbered(chapter)
        page = places.page_of_chapter(chapter.name)
        made[page] = _index(chapter, exercises, places, page)
        for one in exercises:
            page = places.page(chapter.name, one.name)
            made[page] = _page(chapter, one, places, page)
    return made


def _index(
    chapter: Chapter, exercises: list[Numbered], places: Places, page: Path
) -> str:
    """Return the page that lists the exercises of a chapter."""
    title = chapter.solutions.cells[0].source.partition("\n")[0]
    number = places.number(chapter.name)
    heading = title.removeprefix("# Exercises: ")
    rows = ["| Exercise | Objective | Time | Taught in |", "|---|---|---|---|"]
    for one in exercises:
        own = places.page(chapter.name, one.name)
        rows.append(
            f"| {link(page, f'{one.key} {one.title}', own)} "
            f"| {one.objective} | {one.time}, {one.difficulty} "
            f"| {places.section(page, one.exercise.section)} |"
        )
    back = link(page, f"chapter {number}", places.notebook(chapter.name))
    return _text(
        _NOTE,
        f"# Exercises {number}: {heading}",
        f"The exercises of {back} are one notebook, which checks your answers.",
        places.buttons(page, chapter.name),
        "\n".join(rows),
        "All of them start with these imports:",
        _code(chapter.imports),
        f"{link(page, 'How to grade exercises', places.grading)} explains "
        "checks, hints and the command that grades the whole notebook.",
    )


def _page(chapter: Chapter, one: Numbered, places: Places, page: Path) -> str:
    """Return the page of an exercise."""
    index = places.page_of_chapter(chapter.name)
    number = places.number(chapter.name)
    there = places.root / "notebooks" / "exercises"
    taught = places.section(page, one.exercise.section)
    hints = [
        _fold(f"Hint {step}: {name}", _escaped(hint))
        for step, (name, hint) in enumerate(
            zip(STEPS, one.exercise.hints, strict=True), start=1
        )
    ]
    return _text(
        _NOTE,
        f"# {one.key} {one.title}",
        f"**Objective:** {one.objective}. **Time:** {one.time}. "
        f"**Difficulty:** {one.difficulty}.",
        f"Taught in {taught}. One of the "
        f"{link(page, f'exercises of chapter {number}', index)}, which are "
        "one notebook with checks:",
        places.buttons(page, chapter.name),
        *(
            moved(text, there, page.parent)
            if kind == "markdown"
            else _code(text)
            for kind, text in one.statement
        ),
        "Start from this, and run the check:",
        _code(f"{one.stub}\n\n{one.check}"),
        *hints,
        _fold("Solution", _code(one.solution)),
    )


def _text(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def _code(source: str) -> str:
    return f"```python\n{source}\n```"


def _fold(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _escaped(text: str) -> str:
    """Return plain words as Markdown that shows them as they are."""
    return _SIGNS.sub(r"\\\g<0>", text)
