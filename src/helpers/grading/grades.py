"""Grades at the end of a run: a summary, and a table for a whole class.

Both are read from the properties that the test of each check carries.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from helpers.grading.crashes import CRASHED


@dataclass(frozen=True, order=True)
class Grade:
    """What came of one check in one notebook.

    Attributes
    ----------
    learner, file
        Whose it is, and the notebook within the folder that was graded.
    exercise, passed, hint
        The check, whether the answer is right, and else what is wrong.
    """

    learner: str
    file: str
    exercise: str
    passed: bool
    hint: str


def read_grades(
    reports: Iterable[pytest.TestReport],
    locate: Callable[[str], tuple[str, str]],
) -> list[Grade]:
    """Return the grades that test reports carry, sorted.

    Parameters
    ----------
    reports
        Those of all tests.
    locate
        ``locate(place) -> learner, file`` for a check whose process was
        stopped, so that it carries nothing.
    """
    grades: dict[tuple[str, str, str], Grade] = {}
    for report in reports:
        place, _, exercise = report.nodeid.partition("::check ")
        if not exercise or not (report.when == "call" or report.failed):
            continue
        found = dict(report.user_properties)
        learner, file = locate(place)
        learner = one_line(str(found.get("learner", learner)))
        file = one_line(str(found.get("file", file)))
        was_run = report.when == "call"
        reason = "the check could not be run" if was_run else CRASHED
        hint = str(found.get("hint", reason))
        grade = Grade(learner, file, exercise, report.passed, hint)
        key = (learner, file, exercise)
        grades[key] = min(grade, grades.get(key, grade), key=_passed)
    return sorted(grades.values())


def _passed(grade: Grade) -> bool:
    return grade.passed


def summary(grades: Iterable[Grade]) -> Iterable[str]:
    """Yield a line for each notebook, and one for each check of a single one.

    In a class the hints would be too many; they are in the table.
    """
    groups = groupby(grades, lambda grade: (grade.learner, grade.file))
    notebooks = {file: list(group) for (_, file), group in groups}
    for file, found in notebooks.items():
        if len(notebooks) == 1:
            for grade in found:
                mark = "✓" if grade.passed else f"✗ {grade.hint}"
                yield f"{grade.exercise} {mark}"
        right = sum(grade.passed for grade in found)
        yield f"{file}: {right} of {len(found)} checks passed"


def write_grades(path: Path, grades: Iterable[Grade]) -> None:
    """Write a CSV file with a row for each learner and exercise."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["learner", "exercise", "passed", "hint", "file"])
        for grade in grades:
            learner, hint, name = map(
                _no_formula, (grade.learner, grade.hint, grade.file)
            )
            passed = int(grade.passed)
            rows.writerow([learner, grade.exercise, passed, hint, name])


def one_line(text: str) -> str:
    """Return at most 300 characters of a text, without control characters."""
    shown = "".join(one if one.isprintable() else " " for one in text[:300])
    return " ".join(shown.split())


def _no_formula(text: str) -> str:
    """Keep a spreadsheet from taking a learner's text for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
