"""The house rules hold for the notebooks and pages of this repository."""

import check_coverage
import check_notebooks
import lint_prose
import prose_numbers
import pytest

CHECKS = (check_coverage, check_notebooks, lint_prose, prose_numbers)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_course_passes_its_own_check(check: object) -> None:
    assert check.main([]) == 0  # type: ignore[attr-defined]
