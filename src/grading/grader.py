"""The grades of a notebook: its answers run, asked, and judged.

Given cells and checks come from the release. The kernel runs the learner's
code and sends replies; this process draws the questions and judges.
"""

import re
import secrets
import time
from collections.abc import Generator, Mapping
from typing import Any

from nbformat import NotebookNode

from grading.grades import Grade, one_line
from grading.judging import draw_questions, judge
from grading.learner_kernel import CellFailedError
from grading.merging import Task, merge
from grading.payload import decode, encode
from grading.registry import find_exercise
from grading.session import SECONDS_PER_CELL, Session
from grading.submission import Submission

BESIDE = (
    "Files beside the notebook, such as your own modules and data, are not "
    "there when it is graded: put their code into an answer"
)
_NO_FILE = re.compile(
    r"\b(?:ModuleNotFound|FileNotFound)Error\b|\bFile `.+ not found"
)


def tasks_of(submission: Submission) -> list[Task]:
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


def iter_grades(
    submission: Submission, seconds_per_cell: float = SECONDS_PER_CELL
) -> Generator[Grade, None, None]:
    """Grade a notebook, and yield each grade as soon as it is known.

    Parameters
    ----------
    submission
        The notebook as it was read.
    seconds_per_cell
        What a cell, or a check, may take; `SECONDS_PER_CELL` at most.
    """
    if submission.trouble:
        message = one_line(submission.trouble)
        for task in tasks_of(submission):
            yield Grade(task.key, False, message)
        return
    session = Session(min(SECONDS_PER_CELL, seconds_per_cell))
    grader = _Grader(session)
    try:
        for task in tasks_of(submission):
            start = time.monotonic()
            message = grader.what_is_wrong(task)
            seconds = round(time.monotonic() - start, 2)
            yield Grade(task.key, not message, message, seconds)
    finally:
        session.stop()


class _Grader:
    """Runs the cells of a notebook up to a check, and judges the answer."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._failures = ""
        """What went wrong in the cells so far."""

    def what_is_wrong(self, task: Task) -> str:
        """Return the message for the learner, empty if the answer is right."""
        trouble = self._run_cells(task)
        self._failures += f" {trouble}"
        found = self._judge(task)
        if found is None:
            return ""
        if not task.answered:
            return (
                "the answer cell is missing: keep its first line, "
                f"'# ANSWER {task.key}'"
            )
        beside = f" {BESIDE}." if self._lacks_file(trouble + found) else ""
        trouble = f"{trouble}; then " if trouble else ""
        return f"{one_line(trouble + found)}{beside and f'.{beside}'}"

    def _run_cells(self, task: Task) -> str:
        """Run the cells before a check; return the first thing that failed."""
        trouble = ""
        for source in task.cells:
            try:
                error = self._session.run(source).error
                found = f"a cell before it raises {error}" if error else ""
            except CellFailedError as failure:
                found = f"in a cell before it: {failure}"
            trouble = trouble or found
        return trouble

    def _lacks_file(self, found: str) -> bool:
        """Tell whether a file is missing, or a name that came of one."""
        return bool(_NO_FILE.search(found)) or (
            "NameError" in found and bool(_NO_FILE.search(self._failures))
        )

    def _judge(self, task: Task) -> str | None:
        """Ask the answer, and return what is wrong with its replies."""
        exercise = find_exercise(task.key)
        questions = draw_questions(exercise, secrets.randbits(32))
        try:
            outcome = self._session.run(
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
            replies = decode(message["replies"])
            wrong = judge(exercise, questions, replies)
        except Exception as error:  # a learner made this reply, by any means
            return f"the reply cannot be read ({type(error).__name__})"
        if wrong is not None and wrong.kind == "values":
            return f"{wrong.says}. Hint: {exercise.hints[0]}"
        return wrong.says if wrong else None
