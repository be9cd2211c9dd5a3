"""The exercises follow from the solutions, their numbers from the contents."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.notebooks import exercises


def write(root: Path, stub: str, *, text: str = "## 7.7 Half") -> None:
    folder = root / "notebooks" / "solutions"
    folder.mkdir(parents=True, exist_ok=True)
    chapters = "[{file: notebooks/02_b}, {file: notebooks/01_a}]"
    (root / "_toc.yml").write_text(
        f"parts: [{{chapters: [file: book/x]}}, "
        f"{{numbered: true, chapters: {chapters}}}]"
    )
    answer = new_code_cell(
        "# ANSWER 7.7\nx = 3", id="half-answer", metadata={"stub": stub}
    )
    cells = [
        new_markdown_cell(text, id="half-text"),
        answer,
        new_code_cell('check("7.7", x)', id="half-check", execution_count=3),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_a_solution.ipynb")


def read(root: Path, name: str) -> list[NotebookNode]:
    path = root / "notebooks" / name
    return list(nbformat.read(path, as_version=4).cells)


def test_the_exercises_of_the_course_have_not_drifted() -> None:
    assert exercises.main(["--check"]) == 0


def test_the_answer_gives_way_to_the_stub(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    assert exercises.main(["--root", str(tmp_path)]) == 0
    _, answer, _ = read(tmp_path, "exercises/01_a_exercise.ipynb")
    assert answer.source == "# ANSWER 2.1\nx = ..."
    assert "stub" not in answer.metadata


def test_numbers_follow_from_the_contents_and_the_order(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    text, answer, check = read(tmp_path, "solutions/01_a_solution.ipynb")
    assert text.source == "## 2.1 Half"
    assert answer.source == "# ANSWER 2.1\nx = 3"
    assert check.source == 'check("2.1", x)'
    assert check.execution_count is None


def test_a_cell_without_a_number_is_named(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...", text="Half")
    with pytest.raises(ValueError, match=r"half-text must begin .* 2\.1"):
        exercises.main(["--root", str(tmp_path)])


def test_a_chapter_that_is_not_in_the_contents(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    (tmp_path / "_toc.yml").write_text("parts: []")
    with pytest.raises(ValueError, match="no chapter notebooks/01_a"):
        exercises.main(["--root", str(tmp_path)])


def test_drift_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    write(tmp_path, stub="y = ...")
    assert exercises.main(["--check", "--root", str(tmp_path)]) == 1
    assert "01_a_exercise.ipynb: run python -m" in capsys.readouterr().err
