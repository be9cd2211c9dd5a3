"""A pytest plugin: ``pytest --nbval NOTEBOOK`` grades a learner's exercises.

Each exercise is a test. The plugin does nothing unless nbval is asked for.
"""

from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grading.grades import Grade
from grading.isolation import is_active, is_strict
from grading.submission_paths import is_notebook, named_paths

if TYPE_CHECKING:
    from grading.submission import Submission

pytest_plugins = ["grading.isolation"]


class WrongAnswerError(Exception):
    """An answer is wrong; the message is for the learner."""


class ExerciseFile(pytest.File):
    """An exercise notebook, graded as far as its tests ask for."""

    submission: "Submission"

    def collect(self) -> Iterator["ExerciseItem"]:
        """Make a test of each exercise."""
        from grading.grader import tasks_of

        for task in tasks_of(self.submission):
            yield ExerciseItem.from_parent(self, name=f"check {task.key}")

    def setup(self) -> None:
        """Get ready to grade; the kernel starts when the first test does."""
        from grading.grader import iter_grades

        seconds = self.config.option.nbval_cell_timeout
        self.coming = iter_grades(self.submission, seconds)
        self.grades: dict[str, Grade] = {}

    def teardown(self) -> None:
        """Stop the kernel."""
        self.coming.close()


class ExerciseItem(pytest.Item):
    """An exercise in a notebook."""

    parent: ExerciseFile

    def runtest(self) -> None:
        """Grade the notebook up to this exercise."""
        grades, exercise = self.parent.grades, self.name.removeprefix("check ")
        while exercise not in grades:
            grade = next(self.parent.coming)
            grades[grade.exercise] = grade
        self.user_properties += asdict(grades[exercise]).items()
        if not grades[exercise].passed:
            raise WrongAnswerError(f"{exercise} ✗ {grades[exercise].message}")

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return what stands above the complaint."""
        return self.path, None, f"{self.path.name}: {self.name}"

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Say what is wrong in one line."""
        if isinstance(excinfo.value, WrongAnswerError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect exercise notebooks; the course's own empty ones if named."""
    collected = yield
    config = parent.config
    if not is_active(config):
        return collected
    if not is_notebook(file_path):
        return [] if is_strict(config) else collected
    from grading.submission import examine, is_own_stub

    submission = examine(file_path, linked=False)
    if not submission.releases:
        return collected
    named = named_paths(config.args, config.invocation_params.dir)
    if file_path not in named and is_own_stub(file_path):
        return []
    notebook = ExerciseFile.from_parent(parent, path=file_path)
    notebook.submission = submission
    return [notebook]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how exercises went, and which notebooks were passed over."""
    if is_active(config):
        from grading.pytest_summary import sections

        for title, lines in sections(terminalreporter, config).items():
            terminalreporter.section(title, sep="-")
            for line in lines:
                terminalreporter.line(line)
