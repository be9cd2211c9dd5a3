"""Which notebooks are the course's own, and what is read of them."""

import shutil
from pathlib import Path

import pytest

from course.exercises import notebooks as exercises
from course.repository.notebooks import (
    chapter_notebooks,
    own_notebooks,
    read_notebook,
)
from course.repository.prose import prose_files
from course.repository.root import REPOSITORY
from course.repository.toc import Entry, read_toc

SOLUTION = "02_training_solution.ipynb"
TOC = """
format: jb-book
root: book/intro
parts:
  - caption: First
    chapters:
      - file: book/parts/first
  - numbered: true
    chapters:
      - file: notebooks/c
  - caption: Second
    numbered: true
    chapters:
      - file: notebooks/a
"""
MAC = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        \xff"


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def folder_with(folder: Path, *files: str) -> Path:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MAC)
    return folder


def test_the_course_has_all_its_chapters_and_solutions() -> None:
    chapters = [path.stem for path in chapter_notebooks(REPOSITORY)]
    assert chapters == [one.name for one in read_toc(REPOSITORY)]
    folder = REPOSITORY / "notebooks/solutions"
    solutions = [path.stem for path in own_notebooks(folder, "_solution")]
    assert sorted(solutions) == sorted(f"{one}_solution" for one in chapters)


def test_the_order_is_that_of_the_table_of_contents(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text(TOC)
    folder_with(tmp_path / "notebooks", "a.ipynb", "b.ipynb", "c.ipynb")
    assert names(chapter_notebooks(tmp_path)) == [
        "c.ipynb",
        "a.ipynb",
        "b.ipynb",  # not named yet
    ]
    assert read_toc(tmp_path) == [
        Entry("c", 1, "First", "book/parts/first"),
        Entry("a", 2, "Second", ""),
    ]


def test_what_systems_hide_is_passed_over(tmp_path: Path) -> None:
    hidden = ("._01_a.ipynb", ".ipynb_checkpoints/01_a-checkpoint.ipynb")
    folder_with(tmp_path / "notebooks", "02_b.ipynb", "01_a.ipynb", *hidden)
    assert names(chapter_notebooks(tmp_path)) == ["01_a.ipynb", "02_b.ipynb"]


@pytest.mark.parametrize(
    "name",
    [
        "01_a-Copy1.ipynb",
        "01_a (1).ipynb",
        "Copy of 01_a.ipynb",
        "01-a.ipynb",
        "01_a.old.ipynb",
        "\u0660\u0661_a.ipynb",
    ],
)
def test_a_foreign_notebook_is_left_out_with_a_word(
    tmp_path: Path, name: str
) -> None:
    folder_with(tmp_path / "notebooks", "01_a.ipynb", name)
    with pytest.warns(UserWarning, match="is left out: call it 01_name"):
        assert names(chapter_notebooks(tmp_path)) == ["01_a.ipynb"]


def test_a_copy_of_a_solution_is_not_released(tmp_path: Path) -> None:
    solutions = folder_with(
        tmp_path / "notebooks/solutions",
        f"._{SOLUTION}",
        "02_training_solution-Copy1.ipynb",
    )
    source = REPOSITORY / "notebooks/solutions" / SOLUTION
    for name in (SOLUTION, "17_a_solution_a_solution.ipynb"):
        shutil.copyfile(source, solutions / name)
    for name in ("02_training", "17_a_solution_a"):
        chapter = REPOSITORY / "notebooks" / "02_training.ipynb"
        shutil.copyfile(chapter, tmp_path / "notebooks" / f"{name}.ipynb")
    (tmp_path / "_toc.yml").write_text(
        "parts: [{numbered: true, chapters: ["
        "{file: notebooks/02_training}, {file: notebooks/17_a_solution_a}"
        "]}]"
    )
    with pytest.warns(UserWarning, match="Copy1"):
        assert not list(exercises.follow_notebooks(tmp_path, write=True))
    made = sorted((tmp_path / exercises.EXERCISES).iterdir())
    assert names(made) == [
        "02_training_exercise.ipynb",
        "17_a_solution_a_exercise.ipynb",
    ]


def test_hidden_copies_of_pages_are_no_prose(tmp_path: Path) -> None:
    hidden = ("._a.md", ".ipynb_checkpoints/a-checkpoint.md")
    folder_with(tmp_path / "book", "a.md", "part/b.md", *hidden)
    assert names(prose_files(tmp_path)) == ["a.md", "b.md"]


@pytest.mark.parametrize("content", [MAC, b"", b"{", b"[]", b"{}"])
def test_a_file_that_is_no_notebook_is_named(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "01_a.ipynb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"01_a\.ipynb is not a notebook: "):
        read_notebook(path)
