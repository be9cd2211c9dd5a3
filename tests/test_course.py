"""The house rules hold for the notebooks and pages of this repository."""

from pathlib import Path

import check_citations
import check_coverage
import check_notebooks
import check_quizzes
import claims
import evidence
import lint_prose
import prose_numbers
import pytest
import timing
from notebook_files import REPOSITORY, chapter_notebooks, read_notebook

CHECKS = (
    check_citations,
    check_coverage,
    check_notebooks,
    check_quizzes,
    evidence,
    lint_prose,
    prose_numbers,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_course_passes_its_own_check(check: object) -> None:
    assert check.main([]) == 0  # type: ignore[attr-defined]


def test_the_chapters_are_timed_as_they_are() -> None:
    assert timing.main(["--check"]) == 0


@pytest.mark.parametrize(
    "chapter", chapter_notebooks(REPOSITORY), ids=lambda path: path.stem
)
@pytest.mark.parametrize("kind", ["exercise", "solution"])
def test_every_chapter_has_exercises(chapter: Path, kind: str) -> None:
    folder = REPOSITORY / "notebooks" / f"{kind}s"
    assert (folder / f"{chapter.stem}_{kind}.ipynb").exists()


@pytest.mark.parametrize("name", claims.notebooks_with_claims(REPOSITORY))
def test_a_chapter_with_claims_can_be_run_with_another_seed(name: str) -> None:
    notebook = read_notebook(claims.notebook_path(REPOSITORY, name))
    claims.with_seed(notebook, 1)
