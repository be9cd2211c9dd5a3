"""The exercises of a notebook as tests of pytest."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from grading.grader import iter_grades, tasks_of
from grading.grades import Grade
from grading.submission import Submission, examine, is_own_stub
from grading.submission_paths import named_paths


def collect_exercises(
    path: Path, parent: pytest.Collector
) -> list[pytest.Collector] | None:
    """Return what collects a notebook, or None if it holds no exercises.

    The course's own empty exercises are graded if they are named.
    """
    submission = examine(path, linked=False)
    if not submission.releases:
        return None
    config = parent.config
    named = named_paths(config.args, config.invocation_params.dir)
    if path not in named and is_own_stub(path):
        return []
    notebook = ExerciseFile.from_parent(parent, path=path)
    notebook.submission = submission
    return [notebook]


class WrongAnswerError(Exception):
    """An answer is wrong; the message is for the learner."""


class ExerciseFile(pytest.File):
    """An exercise notebook, graded as far as its tests ask for."""

    submission: Submission

    def collect(self) -> Iterator["ExerciseItem"]:
        """Make a test of each exercise."""
        for task in tasks_of(self.submission):
            yield ExerciseItem.from_parent(self, name=f"check {task.key}")

    def setup(self) -> None:
        """Get ready to grade; the kernel starts when the first test does."""
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
