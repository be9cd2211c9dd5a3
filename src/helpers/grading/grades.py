"""Grades at the end of a run: a summary, and a table for a whole class.

Both are read from the properties that the test of each check carries.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest


@dataclass(frozen=True, order=True)
class Grade:
    """What came of one check in one notebook."""

    notebook: str
    exercise: str
    passed: bool
    hint: str


def read_grades(reports: Iterable[pytest.TestReport]) -> list[Grade]:
    """Return the grades that test reports carry, sorted."""
    grades = []
    for report in reports:
        found = dict(report.user_properties)
        if "check" in found:
            notebook = report.nodeid.partition("::")[0]
            hint = str(found.get("hint", "the check could not be run"))
            key = str(found["check"])
            grades.append(Grade(notebook, key, report.passed, hint))
    return sorted(grades)


def summary(grades: Iterable[Grade]) -> Iterable[str]:
    """Yield a line for each check and one for each notebook."""
    for notebook, group in groupby(grades, lambda grade: grade.notebook):
        found = list(group)
        for grade in found:
            mark = "✓" if grade.passed else f"✗ {grade.hint}"
            yield f"{grade.exercise} {mark}"
        right = sum(grade.passed for grade in found)
        yield f"{notebook}: {right} of {len(found)} checks passed"


def write_grades(path: Path, grades: Iterable[Grade]) -> None:
    """Write a CSV file with a row for each learner and exercise."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["learner", "exercise", "passed", "hint"])
        for grade in grades:
            learner = grade.notebook.removesuffix(".ipynb")
            rows.writerow(
                [learner, grade.exercise, int(grade.passed), grade.hint]
            )
