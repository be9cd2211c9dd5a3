"""What ``pytest --nbval`` says about exercises at the end of a run."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest

from grading.grades import (
    CRASHED,
    Grade,
    GradedNotebook,
    by_number,
    one_line,
    summary,
)
from grading.submission_paths import common_folder, learner_of, named_paths
from grading.tables import write_csv
from grading.ungraded import passed_over

NOT_RUN = "the check could not be run"
_FACTS = {field.name for field in fields(Grade)}


def sections(
    reporter: pytest.TerminalReporter, config: pytest.Config
) -> dict[str, list[str]]:
    """Return titles and lines; what has no lines is left out.

    The grades are also written as CSV, if ``--grades`` names a file.
    """
    start = config.invocation_params.dir
    folder = common_folder(config.args, start)
    reports = _reports(reporter)
    places = {_place(report)[0] for report in reports}
    done = {Path(os.path.abspath(config.rootpath / one)) for one in places}
    roots = [one for one in named_paths(config.args, start) if one.is_dir()]
    notebooks = read_reports(reports, config.rootpath, folder)
    if config.option.grades is not None:
        write_csv(start / config.option.grades, notebooks)
    found = {
        "exercises": list(summary(notebooks)),
        "left out": list(passed_over(folder, roots, done)),
    }
    return {title: lines for title, lines in found.items() if lines}


def _reports(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    """Return the reports of all tests."""
    return [
        report
        for category in reporter.stats.values()
        for report in category
        if isinstance(report, pytest.TestReport)
    ]


def read_reports(
    reports: Iterable[pytest.TestReport], root: Path, folder: Path
) -> list[GradedNotebook]:
    """Return the notebooks whose grades test reports carry, sorted.

    Parameters
    ----------
    reports
        Those of all tests.
    root
        The folder that the names of tests start from.
    folder
        The folder that the names of notebooks start from.
    """
    found: dict[str, dict[str, Grade]] = defaultdict(dict)
    for report in reports:
        place, exercise = _place(report)
        if not exercise or not (report.when == "call" or report.failed):
            continue
        grade = _grade(report, exercise)
        before = found[place].get(exercise, grade)
        found[place][exercise] = grade if before.passed else before
    notebooks = []
    for place, grades in sorted(found.items()):
        learner, file = map(one_line, learner_of(root / place, folder))
        ordered = tuple(grades[key] for key in sorted(grades, key=by_number))
        notebooks.append(GradedNotebook(learner, file, ordered))
    return notebooks


def _place(report: pytest.TestReport) -> tuple[str, str]:
    """Return the file of a test, and the exercise that it is, if it is one."""
    place, _, exercise = report.nodeid.rpartition("::check ")
    return (place, exercise) if place else (report.fspath, "")


def _grade(report: pytest.TestReport, exercise: str) -> Grade:
    """Return the grade that a report carries, if its test came to an end."""
    facts = {k: v for k, v in report.user_properties if k in _FACTS}
    if facts.get("passed") is report.passed:
        return Grade(**facts)  # type: ignore[arg-type]
    is_known = report.when in ("setup", "call", "teardown")
    return Grade(exercise, False, NOT_RUN if is_known else CRASHED)
