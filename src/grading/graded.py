"""How ``pytest --nbval`` grades an exercise notebook.

One test for each check of the release. The kernel runs the learner's code and
sends replies; this process draws the questions and judges.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from grading.crashes import CRASHED, CrashMark
from grading.grades import one_line
from grading.judging import draw_questions, verdict
from grading.learner_kernel import CellFailedError
from grading.merging import Task, merge
from grading.payload import decode, encode
from grading.registry import find_exercise
from grading.session import SECONDS_PER_CELL, Session
from grading.submission import Submission
from grading.submission_paths import common_folder, learner_of

BESIDE = (
    "Files beside the notebook, such as your own modules and data, are not "
    "there when it is graded: put their code into an answer"
)
_NO_FILE = re.compile(
    r"\b(?:ModuleNotFound|FileNotFound)Error\b|\bFile `.+ not found"
)


class WrongAnswerError(Exception):
    """A check failed; the message is for the learner."""


class ExerciseFile(pytest.File):
    """An exercise notebook: its checks share the cells of one kernel."""

    submission: Submission
    tasks: list[Task]
    cells: Session

    def collect(self) -> Iterator["CheckItem"]:
        """Make a test of each check in the release."""
        self.tasks = _tasks(self.submission)
        start = self.config.invocation_params.dir
        folder = common_folder(self.config.args, start)
        learner, file = learner_of(self.path, folder)
        for number, task in enumerate(self.tasks):
            item = CheckItem.from_parent(self, name=f"check {task.key}")
            item.number = number
            facts = {"learner": learner, "file": file, "check": task.key}
            item.user_properties += facts.items()
            yield item

    def setup(self) -> None:
        """Get ready to run cells."""
        seconds = min(SECONDS_PER_CELL, self.config.option.nbval_cell_timeout)
        self.cells = Session(seconds)
        self.mark = CrashMark(self.nodeid)
        if self.mark.set():
            self.submission = replace(self.submission, trouble=CRASHED)
        self.complaints: list[str] = []

    def teardown(self) -> None:
        """Stop the kernel."""
        self.cells.stop()
        self.mark.remove()

    def prepare(self, number: int) -> str:
        """Run all cells up to a check.

        Returns
        -------
        str
            What went wrong in the cells since the check before, if anything.
        """
        while len(self.complaints) <= number:
            complaint = ""
            for source in self.tasks[len(self.complaints)].cells:
                try:
                    error = self.cells.run(source).error
                    found = f"a cell before it raises {error}" if error else ""
                except CellFailedError as failure:
                    found = f"in a cell before it: {failure}"
                complaint = complaint or found
            self.complaints.append(complaint)
        return self.complaints[number]


def _tasks(submission: Submission) -> list[Task]:
    """Return the checks of the chapters that a notebook has exercises of."""
    if not submission.releases:
        return [Task("-", "", (), False)]
    given = [
        cell
        for chapter in submission.releases
        for cell in chapter.release.cells
    ]
    mine = submission.notebook or NotebookNode(cells=[])
    return merge(NotebookNode(cells=given), mine)


class CheckItem(pytest.Item):
    """One check."""

    number: int
    parent: ExerciseFile

    @property
    def task(self) -> Task:
        """The check, and what stands before it."""
        return self.parent.tasks[self.number]

    def runtest(self) -> None:
        """Run what stands before the check, then judge the replies."""
        hint = self._what_is_wrong()
        self.user_properties.append(("hint", hint))
        if hint:
            raise WrongAnswerError(hint)

    def _what_is_wrong(self) -> str:
        if self.parent.submission.trouble:
            return one_line(self.parent.submission.trouble)
        trouble = self.parent.prepare(self.number)
        found = self._judge()
        if found is None:
            return ""
        if not self.task.answered:
            return (
                "the answer cell is missing: keep its first line, "
                f"'# ANSWER {self.task.key}'"
            )
        beside = f" {BESIDE}." if self._lacks_file(trouble + found) else ""
        trouble = f"{trouble}; then " if trouble else ""
        hint = find_exercise(self.task.key).hints[0]
        return f"{one_line(trouble + found)}.{beside} Hint: {hint}"

    def _lacks_file(self, found: str) -> bool:
        """Tell whether a file is missing, or a name that came of one."""
        before = " ".join(self.parent.complaints)
        return bool(_NO_FILE.search(found)) or (
            "NameError" in found and bool(_NO_FILE.search(before))
        )

    def _judge(self) -> str | None:
        """Ask the answer, and return what is wrong with its replies."""
        task = self.task
        exercise = find_exercise(task.key)
        questions = draw_questions(exercise, secrets.randbits(32))
        try:
            outcome = self.parent.cells.run(
                "from grading.replying import send_replies\n"
                f"send_replies({task.key!r}, lambda: {task.name}, "
                f"{encode(questions)!r})",
                again=False,
            )
        except CellFailedError as failure:
            return f"{failure}"
        message: Mapping[str, Any] = outcome.message or {}
        if "replies" not in message:
            return str(message.get("error", "the answer sent no reply"))
        try:
            return verdict(exercise, questions, decode(message["replies"]))
        except Exception as error:  # a learner made this reply, by any means
            return f"the reply cannot be read ({type(error).__name__})"

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return what stands above the complaint."""
        return self.path, None, f"{self.path.name}: {self.name}"

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Say what is wrong in one line."""
        if isinstance(excinfo.value, WrongAnswerError):
            return f"{self.task.key} ✗ {excinfo.value}"
        return super().repr_failure(excinfo, style)
