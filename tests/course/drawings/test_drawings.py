"""The command draws, describes drawings on pages, and names what drifted."""

from pathlib import Path

import pytest

from course.drawings.drawings import main

SOURCE = """
from course.drawings.canvas import Drawing


def draw() -> Drawing:
    return Drawing("Nothing", "An empty {thing}.", 40)
"""
PAGE = "# Page\n\n![old](_static/drawings/empty.svg)\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a course with one drawing on one page."""
    source = tmp_path / "book" / "drawings" / "empty.py"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE.replace("{thing}", "canvas"))
    (tmp_path / "book" / "page.md").write_text(PAGE)
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def checked(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a check names."""
    main(["--check", "--root", str(root)])
    return capsys.readouterr().err


def test_it_draws_and_describes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drifted = checked(root, capsys)
    assert "empty.svg has drifted" in drifted
    assert "drawings.css has drifted" in drifted
    assert main(["--root", str(root)]) == 0
    page = (root / "book" / "page.md").read_text("utf-8")
    assert "![An empty canvas.](_static/drawings/empty.svg)" in page
    assert checked(root, capsys) == ""


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("![](_static/drawings/none.svg)", "there is no drawing 'none'"),
        ("![](x/_static/drawings/empty.svg)", "leads to no file"),
        ("![](_static/drawings/empty.svg)", "the words of empty have drifted"),
        ("", "no page shows this drawing"),
    ],
)
def test_a_page_that_shows_it_wrongly_is_named(
    root: Path, capsys: pytest.CaptureFixture[str], page: str, problem: str
) -> None:
    assert main(["--root", str(root)]) == 0
    (root / "book" / "page.md").write_text(page)
    assert problem in checked(root, capsys)


def test_marks_in_the_words_and_files_without_a_source_are_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = root / "book" / "drawings" / "empty.py"
    source.write_text(SOURCE.replace("{thing}", "[CLS]"))
    assert main(["--root", str(root)]) == 1
    assert "'[', a mark of Markdown" in capsys.readouterr().err
    source.rename(source.with_name("renamed.py"))
    assert "empty.svg has no source" in checked(root, capsys)
