"""How ``pytest --nbval`` grades an exercise notebook.

One test for each check of the release. The kernel runs the learner's code and
sends replies; this process draws the questions and judges.
"""

import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import nbformat
import pytest
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, RunningKernel

from helpers.exercises import find_exercise
from helpers.grading.judging import draw_questions, verdict
from helpers.grading.kernel_environment import kernel_environment
from helpers.grading.kernel_watch import KernelDiedError, WatchedKernel
from helpers.grading.merging import Task, merge
from helpers.grading.replying import REPLY_MIME
from helpers.grading.wire import decode, encode

SECONDS_PER_CELL = 60.0


class WrongAnswerError(Exception):
    """A check failed; the message is for the learner."""


class ExerciseFile(pytest.File):
    """An exercise notebook: its checks share one kernel."""

    release: Path
    """The notebook that the learner's was made from."""
    kernel: WatchedKernel | None = None
    stopped_by: str | None = None

    def collect(self) -> Iterator["CheckItem"]:
        """Make a test of each check in the release."""
        release = nbformat.read(self.release, as_version=4)
        mine = nbformat.read(self.path, as_version=4)
        for task in merge(release, mine):
            item = CheckItem.from_parent(self, name=f"check {task.key}")
            item.task = task
            yield item

    def setup(self) -> None:
        """Start the kernel, in a folder without any files of the learner."""
        self.folder = tempfile.TemporaryDirectory()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in kernel_environment().items():
                patch.setenv(name, value)
            patch.delenv("COURSE_GRADING", raising=False)
            running = RunningKernel(
                CURRENT_ENV_KERNEL_NAME, cwd=self.folder.name
            )
        self.kernel = WatchedKernel(running)

    def teardown(self) -> None:
        """Stop the kernel."""
        if self.kernel is not None:
            self.kernel.kc.stop_channels()
            self.kernel.km.shutdown_kernel(now=True)
            self.folder.cleanup()

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run code in the kernel; return the contents of its messages."""
        assert self.kernel is not None
        if self.stopped_by is not None:
            raise WrongAnswerError(f"not run: {self.stopped_by}")
        seconds = min(SECONDS_PER_CELL, self.config.option.nbval_cell_timeout)
        deadline = time.monotonic() + seconds
        sent = self.kernel.execute_cell_input(code, allow_stdin=False)
        try:
            self.kernel.await_reply(sent, seconds)
            return self._messages(sent, deadline)
        except KernelDiedError:
            self.stopped_by = "the kernel died (out of memory, or an exit call)"
        except Empty:
            self.stopped_by = f"a cell ran longer than {seconds:.0f} seconds"
        raise WrongAnswerError(self.stopped_by)

    def _messages(self, sent: str, deadline: float) -> list[dict[str, Any]]:
        assert self.kernel is not None
        found: list[dict[str, Any]] = []
        while True:
            left = max(1.0, deadline - time.monotonic())
            message = self.kernel.get_message("iopub", timeout=left)
            if message["parent_header"].get("msg_id") != sent:
                continue
            content = message["content"]
            if content.get("execution_state") == "idle":
                return found
            found.append(content)
            if time.monotonic() > deadline:
                raise Empty


class CheckItem(pytest.Item):
    """One check."""

    task: Task
    parent: ExerciseFile

    def runtest(self) -> None:
        """Run what stands before the check, then judge the replies."""
        self.user_properties.append(("check", self.task.key))
        try:
            self._judge()
        except WrongAnswerError as error:
            self.user_properties.append(("hint", str(error)))
            raise
        self.user_properties.append(("hint", ""))

    def _judge(self) -> None:
        task = self.task
        trouble = ""
        for source in task.cells:
            for content in self.parent.run(source):
                if "ename" in content:
                    name, text = content["ename"], content["evalue"][:200]
                    trouble = f" (a cell before it raises {name}: {text})"
        if not task.answered:
            raise WrongAnswerError(
                f"the answer cell is missing: keep its first line, "
                f"'# ANSWER {task.key}'"
            )
        exercise = find_exercise(task.key)
        questions = draw_questions(exercise, secrets.randbits(32))
        contents = self.parent.run(
            "from helpers.grading.replying import send_replies\n"
            f"send_replies({task.key!r}, lambda: {task.name}, "
            f"{encode(questions)!r})"
        )
        found = _complaint(contents)
        if found is None:
            found = verdict(exercise, questions, _replies(contents))
        if found is not None:
            raise WrongAnswerError(
                f"{found}{trouble} Hint: {exercise.hints[0]}"
            )

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Say what is wrong in one line."""
        if isinstance(excinfo.value, WrongAnswerError):
            return f"{self.task.key} ✗ {excinfo.value}"
        return super().repr_failure(excinfo, style)


def _sent(contents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the last message with replies, or an empty one."""
    for content in reversed(contents):
        message = content.get("data", {}).get(REPLY_MIME)
        if isinstance(message, dict):
            return message
    return {}


def _complaint(contents: list[dict[str, Any]]) -> str | None:
    message = _sent(contents)
    if isinstance(message.get("replies"), str):
        return None
    return str(message.get("error", "the answer sent no reply"))[:300]


def _replies(contents: list[dict[str, Any]]) -> Any:
    try:
        return decode(_sent(contents)["replies"])
    except ValueError as error:
        raise WrongAnswerError(f"unreadable reply: {error}") from error
