"""The summary and the table of a class."""

import csv
from pathlib import Path

import pytest

from grading.grades import (
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


def test_one_notebook_does_not_hide_another_of_the_same_name() -> None:
    long = "x" * 400
    places = [f"class/{long}{n}.ipynb::check 1.1" for n in range(2)]
    grades = read_grades([report(one, True) for one in places], located)
    assert len(grades) == 2
    same = [Grade(who, "a.ipynb", "1.1", True, "") for who in ("ann", "ben")]
    assert list(summary(same)) == ["a.ipynb: 1 of 1 checks passed"] * 2


def test_the_name_of_a_folder_is_no_check() -> None:
    name = "class/eve::check 1.1/a.ipynb::check 1.2"
    [grade] = read_grades([report(name, True)], located)
    assert (grade.exercise, grade.file) == (
        "1.2",
        "class/eve::check 1.1/a.ipynb",
    )


def test_exercises_stand_in_the_order_of_their_numbers() -> None:
    keys = ["2.1", "10.1", "1.10", "1.2", "1.9", "-"]
    reports = [report(f"a.ipynb::check {key}", True) for key in keys]
    found = [grade.exercise for grade in read_grades(reports, located)]
    assert found == ["-", "1.2", "1.9", "1.10", "2.1", "10.1"]


def test_a_check_that_could_not_start_is_not_put_on_the_judge() -> None:
    name = "a.ipynb::check 1.1"
    for when in ("setup", "teardown"):
        [grade] = read_grades([report(name, False, when=when)], located)
        assert grade.hint == "the check could not be run"


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
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["learner", "exercise", "passed", "hint", "file"],
        ["ann", "1.1", "1", "", "ann/a.ipynb"],
        ["ann", "1.2", "0", "off by one", "ann/a.ipynb"],
        ["ben", "1.1", "1", "", "ben/a.ipynb"],
        ["'=1+1", "1.1", "0", "'-2", "'@a.ipynb"],
    ]


def test_excel_is_told_that_the_table_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_grades(path, [Grade("Zoë Müller", "ж.ipynb", "1.1", False, "✗ 名")])
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbflearner,")
    assert "Zoë Müller,1.1,0,✗ 名,ж.ipynb" in content.decode("utf-8")


WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same four as Japanese writes them


@pytest.mark.parametrize("sign", [*"=+-@", *WIDE, "\t=", " +", "\r@"])
def test_no_text_becomes_a_formula(tmp_path: Path, sign: str) -> None:
    text = f"{sign}1+1"
    write_grades(tmp_path / "a.csv", [Grade(text, text, "1.1", False, text)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        [_, row] = csv.reader(file)
    assert row == [f"'{text}", "1.1", "0", f"'{text}", f"'{text}"]


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
