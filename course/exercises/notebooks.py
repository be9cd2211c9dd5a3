"""Number the exercises; make their notebooks and pages from the solutions.

The number of a chapter is its place in ``_toc.yml``, that of an exercise its
place in the notebook. Numbers are written into the solutions, into the cells
that are called after the exercise: ``mean-text``, ``mean-answer`` and
``mean-check``; and so are the values of worked examples. Pages of the book,
``book/exercises``, follow from them and from the hints, and so does the part
*Exercises* of ``_toc.yml``.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from course.exercises.contents import with_exercises
from course.exercises.examples import EXAMPLE, with_values
from course.exercises.pages import pages_of
from course.exercises.set_up import with_set_up
from course.following import write_or_check
from course.register.links import Numbers, renumbered
from course.repository.exercise_chapters import SOLUTIONS, exercise_chapters
from course.repository.notebooks import (
    cells,
    notebook_path,
    own_notebooks,
    read_notebook,
    write_notebook,
    write_text,
)
from course.repository.prose import GENERATED
from course.repository.toc import FILE, read_toc
from grading.chapters import Chapter, make_stub

EXERCISES = Path("notebooks/exercises")
_KEYS = {
    "text": re.compile(r"(?<=^## )\d+\.\d+"),
    "answer": re.compile(r"(?<=^# ANSWER )\d+\.\d+"),
    "check": re.compile(r'(?<=^check\(")\d+\.\d+'),
}


def main(arguments: list[str]) -> int:
    """Write the exercises, or say which have drifted."""
    return write_or_check(__doc__, arguments, follow)


def follow(root: Path, write: bool) -> Iterator[str]:
    """Write what follows from the solutions, or name what has drifted.

    Raises
    ------
    ValueError
        If a notebook of solutions belongs to no chapter.
    """
    yield from follow_notebooks(root, write)
    yield from follow_pages(root, write)


def follow_notebooks(root: Path, write: bool) -> Iterator[str]:
    """Write the notebooks, or name those that have drifted."""
    places = {one.name: one.number for one in read_toc(root)}
    numbers = Numbers((root / "notebooks").resolve(), places)
    chapters = {one.name: one for one in exercise_chapters(root)}
    for path in own_notebooks(root / SOLUTIONS, "_solution"):
        stem = path.stem.removesuffix("_solution")
        solution = read_notebook(path)
        if stem not in places:
            raise ValueError(f"{FILE} has no chapter notebooks/{stem}: add it")
        with_examples(solution, chapters[stem])
        number(solution, places[stem])
        for _, cell in cells(solution, "markdown"):
            cell.source = renumbered(path, cell.source, numbers)
        chapter = read_notebook(notebook_path(root, stem))
        with_set_up(solution, chapter, stem, places[stem])
        made = {
            path: solution,
            root / EXERCISES / f"{stem}_exercise.ipynb": make_stub(solution),
        }
        for place, notebook in made.items():
            if not place.exists() or read_notebook(place) != notebook:
                mend = partial(write_notebook, place, notebook)
                yield from _mended(place, mend, write)


def follow_pages(root: Path, write: bool) -> Iterator[str]:
    """Write the pages and their table of contents, or name what drifted.

    A page whose exercise is gone is deleted.
    """
    made = pages_of(root, exercise_chapters(root))
    made[root / FILE] = with_exercises((root / FILE).read_text("utf-8"), made)
    for place, text in made.items():
        if not place.exists() or place.read_text("utf-8") != text:
            yield from _mended(place, partial(write_text, place, text), write)
    for place in sorted((root / GENERATED).rglob("*.md")):
        if place not in made:
            yield from _mended(place, place.unlink, write)


def with_examples(solution: NotebookNode, chapter: Chapter) -> None:
    """Put values into the worked examples of a notebook's statements.

    Raises
    ------
    ValueError
        If an example fails.
    """
    keys = {name: key for key, name in chapter.exercises.items()}
    for _, cell in cells(solution, "markdown"):
        if EXAMPLE.search(cell.source):
            name = cell.id.removesuffix("-text").replace("-", "_")
            right = chapter.solution(keys[name])
            cell.source = with_values(cell.source, right)


def _mended(
    place: Path, mend: Callable[[], object], write: bool
) -> Iterator[str]:
    """Mend a file that has drifted, or name it."""
    if write:
        place.parent.mkdir(parents=True, exist_ok=True)
        mend()
    else:
        yield f"{place}: run python -m course exercises"


def number(solution: NotebookNode, chapter: int) -> None:
    """Write the numbers of its exercises into a notebook of solutions.

    A check that gets another number loses its stored output.

    Raises
    ------
    ValueError
        If a cell that is called after an exercise does not begin as it must.
    """
    names = [
        cell.id.removesuffix("-check")
        for cell in solution.cells
        if cell.id.endswith("-check")
    ]
    keys = {name: f"{chapter}.{n}" for n, name in enumerate(names, start=1)}
    for cell in solution.cells:
        name, _, kind = cell.id.rpartition("-")
        if name not in keys or kind not in _KEYS:
            continue
        source, found = _KEYS[kind].subn(keys[name], cell.source, count=1)
        if not found:
            raise ValueError(
                f"the cell {cell.id} must begin with the number of its "
                f"exercise: ## {keys[name]}, # ANSWER {keys[name]} or "
                f'check("{keys[name]}", ...)'
            )
        if kind == "check" and source != cell.source:
            cell.outputs, cell.execution_count = [], None
        cell.source = source
