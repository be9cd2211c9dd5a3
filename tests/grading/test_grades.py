"""The summary and the table of a class."""

import csv
from pathlib import Path

import pytest

from helpers.grading.grades import (
    Grade,
    one_line,
    read_grades,
    summary,
    write_grades,
)


def report(
    name: str, passed: bool, when: str = "call", **facts: str
) -> pytest.TestReport:
    outcome = "passed" if passed else "failed"
    return pytest.TestReport(
        name,
        (name, None, name),
        {},
        outcome,  # type: ignore[arg-type]
        None,
        when,  # type: ignore[arg-type]
        user_properties=list(facts.items()),
    )


def located(place: str) -> tuple[str, str]:
    return Path(place).stem, place


def test_grades_are_read_from_the_reports_of_checks() -> None:
    facts = {"learner": "ann", "file": "ann/a.ipynb", "hint": "off by one"}
    grades = read_grades(
        [
            report("x/ann/a.ipynb::check 1.2", False, **facts),
            report("x/ann/a.ipynb::check 1.1", True, **{**facts, "hint": ""}),
            report("x/ann/a.ipynb::check 1.1", True, when="setup"),
            report("x/ann/b.ipynb::Cell 3", True),
        ],
        located,
    )
    assert grades == [
        Grade("ann", "ann/a.ipynb", "1.1", True, ""),
        Grade("ann", "ann/a.ipynb", "1.2", False, "off by one"),
    ]


def test_a_check_that_stopped_the_judge_has_one_row_and_has_failed() -> None:
    name = "eve.ipynb::check 1.1"
    facts = {"learner": "eve", "file": "eve.ipynb"}
    for reports in (
        [report(name, False, when="???"), report(name, True, **facts)],
        [report(name, True, **facts), report(name, False, when="???")],
    ):
        [grade] = read_grades(reports, located)
        assert not grade.passed
        assert "the judge was stopped" in grade.hint


GRADES = [
    Grade("ann", "ann/a.ipynb", "1.1", True, ""),
    Grade("ann", "ann/a.ipynb", "1.2", False, "off by one"),
    Grade("ben", "ben/a.ipynb", "1.1", True, ""),
]


def test_one_notebook_is_shown_with_hints_a_class_without() -> None:
    assert list(summary(GRADES[:2])) == [
        "1.1 ✓",
        "1.2 ✗ off by one",
        "ann/a.ipynb: 1 of 2 checks passed",
    ]
    assert list(summary(GRADES)) == [
        "ann/a.ipynb: 1 of 2 checks passed",
        "ben/a.ipynb: 1 of 1 checks passed",
    ]
    assert list(summary([])) == []


def test_the_table_has_a_row_per_learner_and_exercise(tmp_path: Path) -> None:
    formula = Grade("=1+1", "@a.ipynb", "1.1", False, "-2")
    write_grades(tmp_path / "a.csv", [*GRADES, formula])
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["learner", "exercise", "passed", "hint", "file"],
        ["ann", "1.1", "1", "", "ann/a.ipynb"],
        ["ann", "1.2", "0", "off by one", "ann/a.ipynb"],
        ["ben", "1.1", "1", "", "ben/a.ipynb"],
        ["'=1+1", "1.1", "0", "'-2", "'@a.ipynb"],
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n1.1 ✓", "a 1.1 ✓"),
        ("\x1b[2Jgone\r\x07", "[2Jgone"),
        ("right\u202eleft", "right left"),
        ("x" * 1000, "x" * 300),
    ],
)
def test_a_learner_writes_one_line_at_most(text: str, line: str) -> None:
    assert one_line(text) == line
