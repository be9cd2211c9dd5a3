"""Notebooks and pages follow from the solutions, numbers from the contents."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.exercises import notebooks as exercises
from course.exercises.contents import with_exercises
from grading.exercise import Exercise

INSTALL = "if True:\n    %pip install course"
TOC = """parts:
  - chapters: [file: book/x]
  - numbered: true
    chapters: [{file: notebooks/02_b}, {file: notebooks/01_a}]
  - caption: Reference
    chapters: [file: book/y]
"""
CONFIG = """repository: {url: "https://github.com/one/course", branch: main}
launch_buttons: {colab_url: "https://colab", binderhub_url: "https://binder"}
"""
TEXT = """## 7.7 Half

**Objective:** halve. **Time:** 5 minutes. **Difficulty:** easy.

See [chapter 9](../01_a.ipynb).
"""


@pytest.fixture(autouse=True)
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Describe the exercise `half` of the chapter `01_a`."""
    module: Any = ModuleType("exercises.a.half")
    module.EXERCISE = Exercise(
        section="halves",
        hints=("use a_name", "two", "three"),
        ask=lambda rng: {"x": 6},
        expected=lambda x: 3,
    )
    monkeypatch.setitem(sys.modules, "exercises.a", ModuleType("exercises.a"))
    monkeypatch.setitem(sys.modules, "exercises.a.half", module)


def write(root: Path, stub: str, *, text: str = TEXT) -> None:
    folder = root / "notebooks" / "solutions"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "_toc.yml").write_text(TOC)
    (root / "_config.yml").write_text(CONFIG)
    chapter = [
        new_markdown_cell("# A\n\n## Halves"),
        new_code_cell(f"{INSTALL}\n    more()", id="colab"),
    ]
    for name in ("01_a", "02_b"):
        path = root / "notebooks" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=chapter), path)
    answer = new_code_cell(
        "# ANSWER 7.7\nx = 3", id="half-answer", metadata={"stub": stub}
    )
    cells = [
        new_markdown_cell("# Exercises: halves", id="title"),
        new_code_cell("import math", id="imports"),
        new_markdown_cell(text, id="half-text"),
        answer,
        new_code_cell('check("7.7", x)', id="half-check", execution_count=3),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_a_solution.ipynb")


def read(root: Path, name: str) -> list[NotebookNode]:
    path = root / "notebooks" / name
    return list(nbformat.read(path, as_version=4).cells)


def of_exercise(root: Path, name: str) -> list[NotebookNode]:
    return [one for one in read(root, name) if one.id.startswith("half")]


def test_the_exercises_of_the_course_have_not_drifted() -> None:
    assert exercises.main(["--check"]) == 0


def test_the_answer_gives_way_to_the_stub(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    assert exercises.main(["--root", str(tmp_path)]) == 0
    _, answer, _ = of_exercise(tmp_path, "exercises/01_a_exercise.ipynb")
    assert answer.source == "# ANSWER 2.1\nx = ..."
    assert "stub" not in answer.metadata


def test_numbers_follow_from_the_contents_and_the_order(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    text, answer, check = of_exercise(tmp_path, "solutions/01_a_solution.ipynb")
    assert text.source.startswith("## 2.1 Half\n")
    assert "[chapter 2](../01_a.ipynb)" in text.source
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


def test_a_notebook_sets_itself_up_and_checks_all(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    for _ in range(2):
        assert exercises.main(["--root", str(tmp_path)]) == 0
    assert exercises.main(["--check", "--root", str(tmp_path)]) == 0
    cells = read(tmp_path, "exercises/01_a_exercise.ipynb")
    names = [cell.id for cell in cells]
    assert names[:4] == ["title", "set-up-text", "colab", "imports"]
    assert names[-2:] == ["check-all-text", "check-all"]
    assert cells[2].source == INSTALL
    assert cells[-1].source.endswith('check_all("2")')


def test_a_page_has_statement_hints_solution_and_links(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    folder = tmp_path / "book" / "exercises"
    page = (folder / "01_a" / "half.md").read_text("utf-8")
    for piece in (
        "# 2.1 Half",
        "[2 · Halves](../../../notebooks/01_a.ipynb#halves)",
        "https://colab/github/one/course/blob/main/notebooks/exercises/01_a_",
        "https://binder/v2/gh/one/course/main?urlpath=lab/tree/notebooks/",
        "<../../../notebooks/exercises/01_a_exercise.ipynb>",
        "See [chapter 2](../../../notebooks/01_a.ipynb).",
        '```python\n# ANSWER 2.1\nx = ...\n\ncheck("2.1", x)\n```',
        "<summary>Hint 1: a nudge</summary>\n\nuse a\\_name\n",
        "<summary>Solution</summary>\n\n```python\n# ANSWER 2.1\nx = 3\n",
    ):
        assert piece in page
    index = (folder / "01_a.md").read_text("utf-8")
    assert "| [2.1 Half](01_a/half.md) | halve | 5 minutes, easy |" in index


def test_pages_are_in_the_contents_before_the_reference(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    toc = (tmp_path / "_toc.yml").read_text("utf-8")
    part, reference = toc.split("  - caption: ")[1:]
    assert "- file: book/exercises/01_a\n        sections:\n" in part
    assert "          - file: book/exercises/01_a/half\n" in part
    assert reference.startswith("Reference")
    assert with_exercises(toc, []) == TOC


def test_the_page_of_an_exercise_that_is_gone_is_deleted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, stub="x = ...")
    exercises.main(["--root", str(tmp_path)])
    old = tmp_path / "book" / "exercises" / "01_a" / "old.md"
    old.write_text("# Old\n")
    assert exercises.main(["--check", "--root", str(tmp_path)]) == 1
    assert "old.md: run python -m" in capsys.readouterr().err
    exercises.main(["--root", str(tmp_path)])
    assert not old.exists()


def test_a_section_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, stub="x = ...")
    path = tmp_path / "notebooks" / "01_a.ipynb"
    path.write_text(path.read_text().replace("## Halves", "## Other"))
    with pytest.raises(ValueError, match="01_a has no heading #halves"):
        exercises.main(["--root", str(tmp_path)])


def test_the_value_of_an_example_is_that_of_the_solution(
    tmp_path: Path,
) -> None:
    example = "For example, `str(x + 1)` gives `?`."
    write(tmp_path, stub="x = ...", text=f"{TEXT}\n{example}")
    exercises.main(["--root", str(tmp_path)])
    text = of_exercise(tmp_path, "exercises/01_a_exercise.ipynb")[0].source
    assert "For example, `str(x + 1)` gives `'4'`." in text


def test_an_example_that_fails_is_named(tmp_path: Path) -> None:
    example = "For example, `x(3)` gives `?`."
    write(tmp_path, stub="x = ...", text=f"{TEXT}\n{example}")
    with pytest.raises(ValueError, match=r"the example x\(3\) fails"):
        exercises.main(["--root", str(tmp_path)])
