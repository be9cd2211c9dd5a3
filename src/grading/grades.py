"""Grades at the end of a run: a summary, and a table for a whole class.

Both are read from the properties that the test of each check carries.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from grading.crashes import CRASHED


@dataclass(frozen=True)
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
    grades: dict[str, Grade] = {}
    for report in reports:
        place, _, exercise = report.nodeid.rpartition("::check ")
        if not place or not (report.when == "call" or report.failed):
            continue
        found = dict(report.user_properties)
        learner, file = locate(place)
        learner = one_line(str(found.get("learner", learner)))
        file = one_line(str(found.get("file", file)))
        is_known = report.when in ("setup", "call", "teardown")
        reason = "the check could not be run" if is_known else CRASHED
        hint = str(found.get("hint", reason))
        grade = Grade(learner, file, exercise, report.passed, hint)
        before = grades.get(report.nodeid, grade)
        grades[report.nodeid] = min(grade, before, key=_passed)
    return sorted(grades.values(), key=_order)


def _passed(grade: Grade) -> bool:
    return grade.passed


def _order(grade: Grade) -> tuple[str, str, list[int]]:
    """Put exercise 1.10 behind 1.9."""
    numbers = [int(part) for part in re.findall(r"\d+", grade.exercise)]
    return grade.learner, grade.file, numbers


def summary(grades: Iterable[Grade]) -> Iterable[str]:
    """Yield a line for each notebook, and one for each check of a single one.

    In a class the hints would be too many; they are in the table.
    """
    groups = groupby(grades, lambda grade: (grade.learner, grade.file))
    notebooks = [(file, list(group)) for (_, file), group in groups]
    for file, found in notebooks:
        if len(notebooks) == 1:
            for grade in found:
                mark = "✓" if grade.passed else f"✗ {grade.hint}"
                yield f"{grade.exercise} {mark}"
        right = sum(grade.passed for grade in found)
        yield f"{file}: {right} of {len(found)} checks passed"


def write_grades(path: Path, grades: Iterable[Grade]) -> None:
    """Write a CSV file with a row for each learner and exercise.

    It starts with the mark by which Excel knows UTF-8.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["learner", "exercise", "passed", "hint", "file"])
        for grade in grades:
            learner, hint, name = map(
                _as_text, (grade.learner, grade.hint, grade.file)
            )
            passed = int(grade.passed)
            rows.writerow([learner, grade.exercise, passed, hint, name])


def one_line(text: str) -> str:
    """Return at most 300 characters of a text, without control characters."""
    shown = "".join(one if one.isprintable() else " " for one in text[:300])
    return " ".join(shown.split())


def _as_text(text: str) -> str:
    """Keep a spreadsheet from taking a learner's text for a formula.

    Some read the wide forms of the signs, too, or look behind spaces.
    """
    first = unicodedata.normalize("NFKC", text.strip())[:1]
    return f"'{text}" if first and first in "=+-@" else text
