"""The exercises follow from the solutions."""

from pathlib import Path

from course.notebooks import exercises
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook


def write(root: Path, **metadata: str) -> None:
    folder = root / "notebooks" / "solutions"
    folder.mkdir(parents=True, exist_ok=True)
    cell = new_code_cell("# ANSWER 1.1\nx = 3", metadata=metadata)
    notebook = new_notebook(cells=[cell])
    nbformat.write(notebook, folder / "01_a_solution.ipynb")


def test_the_exercises_of_the_course_have_not_drifted() -> None:
    assert exercises.main(["--check"]) == 0


def test_the_answer_gives_way_to_the_stub(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    assert exercises.main(["--root", str(tmp_path)]) == 0
    made = nbformat.read(
        tmp_path / "notebooks/exercises/01_a_exercise.ipynb", as_version=4
    )
    assert made.cells[0].source == "# ANSWER 1.1\nx = ..."
    assert "stub" not in made.cells[0].metadata


def test_drift_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    write(tmp_path, stub="y = ...")
    assert exercises.main(["--check", "--root", str(tmp_path)]) == 1
    assert "does not follow from" in capsys.readouterr().err


def test_an_answer_without_a_stub(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(ValueError, match="has no stub"):
        exercises.main(["--root", str(tmp_path)])
