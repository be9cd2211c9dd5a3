"""Each notebook of exercises sets itself up as its chapter does."""

from pathlib import Path

import nbformat
import pytest
from solved import CHAPTERS

from course.exercises.examples import EXAMPLE
from grading.chapters import SET_UP, Chapter

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
each_chapter = pytest.mark.parametrize(
    "chapter", CHAPTERS, ids=lambda c: c.name
)
ELSEWHERE = (
    *("01_tensors", "02_training", "03_data", "17_code_for_others"),
    "07_text_classification",
)
"""Chapters whose examples do not say *for example*, or are being written."""


def source_of(path: Path, identity: str) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return str(next(one.source for one in cells if one.id == identity))


@each_chapter
def test_the_cell_for_colab_is_that_of_the_chapter(chapter: Chapter) -> None:
    own = source_of(
        NOTEBOOKS / "exercises" / f"{chapter.name}_exercise.ipynb", SET_UP
    )
    taught = source_of(NOTEBOOKS / f"{chapter.name}.ipynb", SET_UP)
    assert taught.startswith(own)
    assert own.splitlines()[-1].lstrip().startswith("%pip install")


@each_chapter
def test_the_solution_can_run_without_ipython(chapter: Chapter) -> None:
    for key in chapter.exercises:
        assert "%pip" not in "\n".join(chapter.solution(key).before)


@each_chapter
def test_a_statement_has_a_worked_example(chapter: Chapter) -> None:
    if chapter.name in ELSEWHERE:
        pytest.skip("its examples are in other words, or being written")
    for key in list(chapter.exercises)[:-1]:  # the last one is a project
        text = next(
            cell.source
            for cell in chapter.solutions.cells
            if cell.source.startswith(f"## {key} ")
        )
        assert EXAMPLE.search(text) or "or example, " in text
