"""Chapters of exercises, found by the notebooks of solutions."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.chapters import find_chapters, make_stub

CELLS = (
    ("imports", "import math"),
    ("half-answer", "# ANSWER 3.1\ndef half(x):\n    return x / 2"),
    ("half-check", 'check("3.1", half)'),
    ("given", "two = 2"),
    ("long-way-answer", "# ANSWER 3.2\ndef f(x):\n    return two * half(x)"),
    ("long-way-check", 'check("3.2", f)'),
)


def folder_with(folder: Path, *names: str) -> Path:
    cells = [
        new_code_cell(source, id=name, metadata={"stub": "..."})
        for name, source in CELLS
    ]
    for name in names:
        nbformat.write(new_notebook(cells=cells), folder / name)
    return folder


def test_other_files_among_the_solutions_are_no_chapters(
    tmp_path: Path,
) -> None:
    folder = folder_with(
        tmp_path,
        "03_cnn_solution.ipynb",
        "transfer_solution.ipynb",
        "03_cnn_solution-Copy1.ipynb",
        "._03_cnn_solution.ipynb",
    )
    found = find_chapters("exercises", folder)
    assert [(one.name, one.package) for one in found] == [
        ("03_cnn", "exercises.cnn"),
        ("transfer", "exercises.transfer"),
    ]


def test_exercises_are_called_after_their_cells(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "03_cnn_solution.ipynb")
    [chapter] = find_chapters("exercises", folder)
    assert chapter.exercises == {"3.1": "half", "3.2": "long_way"}


def test_a_solution_may_use_what_stands_before_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "03_cnn_solution.ipynb")
    [chapter] = find_chapters("exercises", folder)
    solution = chapter.solution("3.2")
    assert solution.answer(solution.source)(3) == 3
    wrong = solution.edited(("two", "4", "half(x)", "x"))
    assert solution.answer(wrong)(3) == 12


def test_an_edit_that_does_not_fit_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "03_cnn_solution.ipynb")
    [chapter] = find_chapters("exercises", folder)
    with pytest.raises(ValueError, match="does not contain 'three'"):
        chapter.solution("3.2").edited(("three", "4"))


def test_what_a_solution_prints_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_with(tmp_path, "03_cnn_solution.ipynb")
    [chapter] = find_chapters("exercises", folder)
    assert chapter.solution("3.1").answer("half = print('aloud')") is None
    assert not capsys.readouterr().out


def test_an_answer_without_a_stub() -> None:
    cell = new_code_cell("# ANSWER 3.1\nx = 3")
    with pytest.raises(ValueError, match="has no stub"):
        make_stub(new_notebook(cells=[cell]))
