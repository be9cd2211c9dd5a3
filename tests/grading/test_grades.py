"""Grades as objects, in words, and as they come from pytest's reports."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from grading import Grade, grade
from grading.grades import GradedNotebook, one_line, summary
from grading.pytest_summary import read_reports

ANN = GradedNotebook(
    "ann",
    "ann/a.ipynb",
    (Grade("1.1", True), Grade("1.2", False, "off by one", 0.5)),
)
BEN = GradedNotebook("ben", "ben/a.ipynb", (Grade("1.1", True),))


def report(
    name: str, passed: bool, when: str = "call", message: str | None = None
) -> pytest.TestReport:
    """Return a test report; without a message it carries no grade."""
    key = name.rpartition("::check ")[2]
    facts = {} if message is None else asdict(Grade(key, passed, message))
    return pytest.TestReport(
        name,
        (name, None, name),
        {},
        "passed" if passed else "failed",
        None,
        when,  # type: ignore[arg-type]
        user_properties=list(facts.items()),
    )


def read(*reports: pytest.TestReport) -> list[GradedNotebook]:
    return read_reports(reports, Path("/class/x"), Path("/class/x"))


def test_a_grade_is_the_same_after_it_was_sent() -> None:
    for one in ANN.grades:
        assert Grade(**json.loads(json.dumps(asdict(one)))) == one
    assert [one.points for one in ANN.grades] == [1, 0]


def test_grades_are_read_from_the_reports_of_checks() -> None:
    [found] = read(
        report("ann/a.ipynb::check 1.2", False, message="off by one"),
        report("ann/a.ipynb::check 1.1", True, message=""),
        report("ann/a.ipynb::check 1.1", True, when="setup"),
        report("ann/b.ipynb::Cell 3", True),
    )
    assert (found.learner, found.file) == ("ann", "ann/a.ipynb")
    assert [one.exercise for one in found.grades] == ["1.1", "1.2"]
    assert [one.message for one in found.grades] == ["", "off by one"]


def test_a_check_that_stopped_the_judge_has_one_grade_and_has_failed() -> None:
    name = "eve.ipynb::check 1.1"
    for reports in (
        [report(name, False, when="???"), report(name, True, message="")],
        [report(name, True, message=""), report(name, False, when="???")],
    ):
        [found] = read(*reports)
        [one] = found.grades
        assert not one.passed
        assert "the judge was stopped" in one.message


def test_one_notebook_does_not_hide_another_of_the_same_name() -> None:
    places = [f"{'x' * 400}{n}.ipynb::check 1.1" for n in range(2)]
    assert len(read(*(report(one, True, message="") for one in places))) == 2


def test_the_name_of_a_folder_is_no_check() -> None:
    name = "eve::check 1.1/a.ipynb::check 1.2"
    [found] = read(report(name, True, message=""))
    assert found.file == "eve::check 1.1/a.ipynb"
    assert found.grades == (Grade("1.2", True),)


def test_exercises_stand_in_the_order_of_their_numbers() -> None:
    keys = ["2.1", "10.1", "1.10", "1.2", "1.9", "-"]
    names = [f"a.ipynb::check {key}" for key in keys]
    [found] = read(*(report(one, True, message="") for one in names))
    order = [one.exercise for one in found.grades]
    assert order == ["-", "1.2", "1.9", "1.10", "2.1", "10.1"]


def test_a_check_that_could_not_start_is_not_put_on_the_judge() -> None:
    for when in ("setup", "teardown"):
        [found] = read(report("a.ipynb::check 1.1", False, when=when))
        assert found.grades[0].message == "the check could not be run"


def test_one_notebook_is_shown_with_messages_a_class_without() -> None:
    assert list(summary([ANN])) == [
        "1.1 ✓",
        "1.2 ✗ off by one",
        "ann/a.ipynb: 1 of 2 checks passed",
    ]
    assert list(summary([ANN, BEN])) == [
        "ann/a.ipynb: 1 of 2 checks passed",
        "ben/a.ipynb: 1 of 1 checks passed",
    ]
    assert list(summary([])) == []


def test_what_is_no_notebook_has_grades_that_say_so(tmp_path: Path) -> None:
    path = tmp_path / "02_training_exercise.ipynb"
    path.write_text("{")
    grades = grade(path)
    assert [one.exercise for one in grades] == [f"2.{n}" for n in range(1, 9)]
    assert all("not a notebook" in one.message for one in grades)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="python -m grading FOLDER"):
        grade(tmp_path)


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
