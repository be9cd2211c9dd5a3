"""What pages say of chapters is written from the notebooks and `_toc.yml`."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.register import register as command

TABLE = "<!-- chapters -->\n\n<!-- /chapters -->"
TOC = """
parts:
  - caption: All
    chapters:
      - file: book/parts/all
  - numbered: true
    chapters:
      - file: notebooks/one
"""
COVERAGE = "| Id | What | Where |\n|---|---|---|\n| F1 | a loop | |\n\nEnd.\n"


def write_chapter(root: Path, name: str, title: str, line: str) -> None:
    notebook = new_notebook(metadata={"course": {"about": f"on {name}"}})
    need = "**You need** [chapter 1](one.ipynb). **Time:** about two hours to"
    notebook.cells = [
        new_markdown_cell(f"# {title}: a story\n\n{need} work\nthrough."),
        new_markdown_cell("## A `loop`", metadata={"teaches": [line]}),
        new_code_cell("1"),
    ]
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course of one chapter, with the pages that speak of it."""
    for folder in ("notebooks", "book/parts"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "README.md").write_text("<!-- timing -->\n\n<!-- /timing -->\n")
    (tmp_path / "book/intro.md").write_text(f"# Map\n\n{TABLE}\n\nEnd.\n")
    (tmp_path / "book/parts/all.md").write_text(f"# All\n\n{TABLE}\n")
    (tmp_path / "book/coverage.md").write_text(COVERAGE)
    write_chapter(tmp_path, "one", "First", "F1")
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    return command.main([*arguments, "--root", str(root)])


def read(root: Path, page: str) -> str:
    return (root / page).read_text("utf-8")


def test_all_pages_follow(course: Path) -> None:
    assert run(course) == 0
    assert run(course, "--check") == 0
    assert (
        "| [All](parts/all.md) | [1 First](../notebooks/one.ipynb) | on one |"
        in read(course, "book/intro.md")
    )
    assert (
        "| [1 First](../../notebooks/one.ipynb) | two hours | "
        "[chapter 1](../../notebooks/one.ipynb) |"
    ) in read(course, "book/parts/all.md")
    assert read(course, "book/coverage.md").endswith(
        "| F1 | a loop | [1 · A `loop`](../notebooks/one.ipynb#a-loop) |"
        "\n\nEnd.\n"
    )
    row = "| 1 First | [`one`](notebooks/one.ipynb) | not measured yet |"
    assert row in read(course, "README.md")


def test_a_chapter_put_before_another_takes_its_number(course: Path) -> None:
    run(course)
    toc = course / "_toc.yml"
    old = "      - file: notebooks/one"
    toc.write_text(TOC.replace(old, f"      - file: notebooks/new\n{old}"))
    write_chapter(course, "new", "Before", "F1")
    assert run(course, "--check") == 1
    assert run(course) == 0
    assert run(course, "--check") == 0
    rows = read(course, "book/intro.md")
    assert rows.index("[1 Before]") < rows.index("[2 First]")
    links = "[1 · A `loop`](../notebooks/new.ipynb#a-loop); [2 · A `loop`]"
    assert links in read(course, "book/coverage.md")
    assert "[chapter 2](one.ipynb)" in read(course, "notebooks/one.ipynb")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("on one", "", "has no `about`"),
        ("**Time:**", "Time:", "does not say '**You need**"),
        ("## A", "A", "cell 2 `teaches` F1, but has no heading"),
        ('"F1"', '"F2"', "cell 2 teaches F2, but book/coverage.md has no"),
    ],
)
def test_a_chapter_says_what_pages_need(
    course: Path,
    old: str,
    new: str,
    problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = course / "notebooks/one.ipynb"
    path.write_text(path.read_text().replace(old, new))
    assert run(course) == 1
    told = capsys.readouterr().err
    assert told.startswith("one.ipynb: ")
    assert problem in told
    assert "First" not in read(course, "book/intro.md")


@pytest.mark.parametrize(
    ("toc", "problem"),
    [
        ("parts: []", "does not name notebooks/one; add it"),
        (TOC.replace("/one", "/two"), "notebooks/two, which is not there"),
    ],
)
def test_the_table_of_contents_and_the_folder_agree(
    course: Path, toc: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "_toc.yml").write_text(toc)
    assert run(course) == 1
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize(
    "page", ["book/intro.md", "book/parts/all.md", "book/coverage.md"]
)
def test_a_page_that_drifted_is_named(
    course: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course)
    path = course / page
    path.write_text(path.read_text("utf-8").replace("notebooks/one", "x"))
    assert run(course, "--check") == 1
    assert f"{page} has drifted" in capsys.readouterr().err


def test_a_page_without_a_place_for_its_table_is_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "book/intro.md").write_text("# Map\n")
    assert run(course) == 1
    assert "intro.md has no place for its table" in capsys.readouterr().err
