"""The house rules hold for the notebooks and pages of this repository."""

from pathlib import Path

import pytest

from course.disturbed_runs import faults, spread
from course.drawings import drawings
from course.evidence import claims, evidence
from course.evidence.registry import notebooks_with_claims
from course.notebooks import style
from course.prose import citations, coverage, numbers, quizzes, typed_numbers
from course.register import register
from course.repository.notebooks import (
    chapter_notebooks,
    notebook_path,
    read_notebook,
)
from course.repository.root import REPOSITORY
from course.timing import measure

CHECKS = (
    citations,
    coverage,
    evidence,
    numbers,
    quizzes,
    style,
    typed_numbers,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_course_passes_its_own_check(check: object) -> None:
    assert check.main([]) == 0  # type: ignore[attr-defined]


def test_drawings_follow_from_their_sources_and_fit() -> None:
    assert drawings.main(["--check"]) == 0


def test_pages_say_of_chapters_what_follows_from_them() -> None:
    assert register.main(["--check"]) == 0


@pytest.mark.parametrize(
    "measured", [faults, measure, spread], ids=lambda one: one.__name__
)
def test_measurements_are_of_the_chapters_as_they_are(measured: object) -> None:
    assert measured.main(["--check"]) == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "chapter", chapter_notebooks(REPOSITORY), ids=lambda path: path.stem
)
@pytest.mark.parametrize("kind", ["exercise", "solution"])
def test_every_chapter_has_exercises(chapter: Path, kind: str) -> None:
    folder = REPOSITORY / "notebooks" / f"{kind}s"
    assert (folder / f"{chapter.stem}_{kind}.ipynb").exists()


@pytest.mark.parametrize("name", notebooks_with_claims(REPOSITORY))
def test_a_chapter_with_claims_can_be_run_with_another_seed(name: str) -> None:
    notebook = read_notebook(notebook_path(REPOSITORY, name))
    claims.with_seed(notebook, 1)
