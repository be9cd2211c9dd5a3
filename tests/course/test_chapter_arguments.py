"""Commands that work through chapters understand their names alike."""

import argparse
from pathlib import Path

import pytest

from course.chapter_arguments import parse_chapters
from course.disturbed_runs import faults, spread
from course.evidence import claims
from course.timing import measure


def parse(root: Path, *arguments: str) -> list[str]:
    options = parse_chapters(
        argparse.ArgumentParser(), [*arguments, "--root", str(root)]
    )
    assert options.root == root
    names: list[str] = options.notebooks
    return names


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Make a course of two chapters without claims, cells or faults."""
    (tmp_path / "notebooks").mkdir()
    for name in ("one", "two"):
        (tmp_path / "notebooks" / f"{name}.ipynb").touch()
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "claims.toml").touch()
    return tmp_path


def test_without_a_name_all_chapters_are_meant(course: Path) -> None:
    assert parse(course) == ["one", "two"]
    assert parse(course, "two") == ["two"]
    assert parse(course, "two", "one", "two") == ["one", "two"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (claims, "no claim is registered for three, two"),
        (faults, "no such chapter: three"),
        (measure, "no such chapter: three"),
        (spread, "no such chapter: three"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_an_unknown_chapter_is_refused(
    course: Path, command: object, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main(["two", "three", "--root", str(course)])  # type: ignore[attr-defined]
    assert told in capsys.readouterr().err
