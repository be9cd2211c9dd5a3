"""Number the exercises, and make the exercise notebooks from the solutions.

The number of a chapter is its place in ``_toc.yml``, that of an exercise its
place in the notebook. Numbers are written into the solutions, into the cells
that are called after the exercise: ``mean-text``, ``mean-answer`` and
``mean-check``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from course.following import write_or_check
from course.repository.notebooks import (
    own_notebooks,
    read_notebook,
    write_notebook,
)
from course.repository.toc import read_toc
from grading.chapters import make_stub

EXERCISES = Path("notebooks/exercises")
SOLUTIONS = Path("notebooks/solutions")
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
    places = {one.name: one.number for one in read_toc(root)}
    for path in own_notebooks(root / SOLUTIONS, "_solution"):
        stem = path.stem.removesuffix("_solution")
        solution = read_notebook(path)
        if stem not in places:
            raise ValueError(f"_toc.yml has no chapter notebooks/{stem}: add it")
        number(solution, places[stem])
        made = {
            path: solution,
            root / EXERCISES / f"{stem}_exercise.ipynb": make_stub(solution),
        }
        for place, notebook in made.items():
            if place.exists() and read_notebook(place) == notebook:
                continue
            if write:
                place.parent.mkdir(parents=True, exist_ok=True)
                write_notebook(place, notebook)
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
