"""Tests of the command `timing`: what chapters cost, and where it is told."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.notebooks.code_hash import code_hash
from course.repository.notebooks import chapter_notebooks, read_notebook
from course.timing import measure as command

README = "# Course\n\n<!-- timing -->\n\nold\n\n<!-- /timing -->\n\nEnd.\n"
TOC = """
parts:
  - caption: Both
    chapters:
      - file: notebooks/01_one
      - file: notebooks/02_two
"""
BUSY = """
import time
held = bytearray(200_000_000)
while time.process_time() < 1:
    pass
"""


def write_chapter(root: Path, name: str, title: str, code: str) -> Path:
    notebook = new_notebook()
    notebook.cells = [new_markdown_cell(f"# {title}"), new_code_cell(code)]
    path = root / "notebooks" / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def results(root: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(
        (root / "book" / "timing.json").read_text("utf-8")
    )
    return stored


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course of two chapters that nobody has measured."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "README.md").write_text(README)
    (tmp_path / "_toc.yml").write_text(TOC)
    write_chapter(tmp_path, "01_one", "First: of two", "x = 1")
    write_chapter(tmp_path, "02_two", "Second", "x = 2")
    return tmp_path


@pytest.fixture
def measured(course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put measurements of 60 s and 1.5 GB beside the chapters."""
    stored = {
        path.stem: {
            "code": code_hash(read_notebook(path)),
            "seconds": 60.0,
            "cpu_seconds": 50.0,
            "peak_mb": 1500,
            "made_with": {
                "machine": "2 cores",
                "processor": "Abacus",
                "python": "3.11",
            },
        }
        for path in chapter_notebooks(course)
    }
    command.store(course, stored)
    monkeypatch.setattr(command, "measure", None)  # nothing should run
    return course


def run(root: Path, *arguments: str) -> int:
    return command.main([*arguments, "--root", str(root)])


def test_a_run_is_measured_and_one_that_fails_is_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_chapter(course, "01_one", "First", "1 / 0")
    path = write_chapter(course, "02_two", "Second", BUSY)
    before = path.read_bytes()
    assert run(course) == 1
    assert "01_one: " in capsys.readouterr().err
    assert path.read_bytes() == before
    (used,) = results(course).values()
    assert used == results(course)["02_two"]
    assert 1 <= used["cpu_seconds"] < 60
    assert used["seconds"] >= 1
    assert used["peak_mb"] > 200
    assert used["made_with"]["processor"]


def test_what_is_measured_does_not_run_again(measured: Path) -> None:
    assert run(measured) == 0
    assert run(measured, "--check") == 0


def test_the_page_and_the_readme_tell_the_measurements(measured: Path) -> None:
    run(measured)
    page = (measured / "book" / "timing.md").read_text("utf-8")
    assert "[1 First](../notebooks/01_one.ipynb)" in page
    assert "| <!--fact: make timing-->60<!--/fact--> |" in page
    assert "<!--fact: make timing-->120<!--/fact-->" in page  # both chapters
    assert "Measured on Abacus (2 cores), python 3.11." in page
    readme = (measured / "README.md").read_text("utf-8")
    assert "old" not in readme
    assert readme.endswith("<!-- /timing -->\n\nEnd.\n")
    assert "<!--fact: make timing-->0.8 minutes<!--/fact-->" in readme
    assert "<!--fact: make timing-->1.5 GB<!--/fact-->" in readme


@pytest.mark.parametrize("drifted", ["README.md", "book/timing.md"])
def test_a_page_that_drifted_is_found(
    measured: Path, drifted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(measured)
    path = measured / drifted
    path.write_text(path.read_text("utf-8").replace("1", "2"))
    assert run(measured, "--check") == 1
    assert f"{path.name} is not of these" in capsys.readouterr().err


def test_changed_code_is_out_of_date_and_changed_words_are_not(
    measured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(measured)
    path = write_chapter(measured, "02_two", "Second", "x = 2")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_markdown_cell("More words."))
    nbformat.write(notebook, path)
    assert run(measured, "--check") == 0
    write_chapter(measured, "02_two", "Second", "x = 3")
    assert run(measured, "--check") == 1
    assert "02_two is not measured as it is" in capsys.readouterr().err


def test_only_the_chapter_that_changed_is_run(
    course: Path, measured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def measure(path: Path) -> dict[str, Any]:
        ran.append(path.stem)
        code = code_hash(read_notebook(path))
        return {**results(course)["01_one"], "code": code}

    monkeypatch.setattr(command, "measure", measure)
    write_chapter(course, "01_one", "First", "x = 3")
    write_chapter(course, "02_two", "Second", "x = 4")
    assert run(course, "02_two") == 1  # the first is still missing
    assert ran == ["02_two"]
    assert run(course) == 0
    assert ran == ["02_two", "01_one"]


def test_results_of_chapters_that_are_gone_are_dropped(measured: Path) -> None:
    (measured / "notebooks" / "02_two.ipynb").unlink()
    command.store(measured, results(measured))
    assert list(results(measured)) == ["01_one"]
