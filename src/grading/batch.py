"""Several notebooks graded at a time, each by a process that may be replaced.

A judge is a process: what a learner does to it costs that learner's notebook
and no other. Requests and grades go through a socket as JSON.
"""

import json
import multiprocessing
import signal
import sys
import warnings
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import asdict
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from grading.grader import iter_grades
from grading.grades import CRASHED, Grade
from grading.session import SECONDS_PER_CELL
from grading.submission import Submission, examine
from grading.submission_paths import is_linked
from grading.ungraded import no_notebook

SECONDS_TO_END = 10.0
"""What a judge may take to end its kernel and itself."""


def grade_all(
    paths: Iterable[Path],
    folder: Path,
    jobs: int,
    seconds_per_cell: float = SECONDS_PER_CELL,
) -> Generator[tuple[Path, tuple[Grade, ...]], None, None]:
    """Grade notebooks; yield the grades of each as soon as they are known.

    Parameters
    ----------
    paths
        Notebooks, and folders of learners who handed in none.
    folder
        The folder of the class; no link within it is followed.
    jobs
        How many notebooks are graded at a time.
    seconds_per_cell
        What a cell, or a check, may take.
    """
    waiting = deque(paths)
    judges = [Judge(folder, seconds_per_cell) for _ in range(jobs)]
    idle, busy = judges[: len(waiting)], dict[Judge, Path]()
    try:
        while waiting or busy:
            while waiting and idle:
                judge, path = idle.pop(), waiting.popleft()
                busy[judge] = path
                judge.ask(path)
            by_connection = {judge.connection: judge for judge in busy}
            for connection in wait(list(by_connection)):
                judge = by_connection[connection]  # type: ignore[index]
                if judge.take():
                    yield busy.pop(judge), tuple(judge.grades.values())
                    idle.append(judge)
    finally:
        for judge in judges:
            judge.stop()


class Judge:
    """A process that grades one notebook after the other.

    Parameters
    ----------
    folder, seconds_per_cell
        As for :func:`grade_all`.

    Attributes
    ----------
    connection
        Where its messages come in.
    grades
        The grades of the notebook asked for, as far as they are known.
    """

    connection: "Connection[bytes, bytes]"

    def __init__(self, folder: Path, seconds_per_cell: float) -> None:
        self._common = {"folder": str(folder), "seconds": seconds_per_cell}
        self._process: Any = None
        self.grades: dict[str, Grade] = {}

    def ask(self, path: Path) -> None:
        """Ask for the grades of a notebook."""
        self.grades = {}
        self._request = {**self._common, "path": str(path), "trouble": ""}
        self._send()

    def take(self) -> bool:
        """Take in a message; tell whether all grades are known now."""
        try:
            message = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError):
            self.stop()
            return self._go_on(CRASHED)
        if message is None:
            return True
        if "error" in message:
            return self._go_on(f"the grader failed: {message['error']}")
        grade = Grade(**message)
        self.grades.setdefault(grade.exercise, grade)
        return False

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self.connection.close()
            self._process.terminate()
            self._process.join(SECONDS_TO_END)
            self._process.kill()
            self._process = None

    def _send(self) -> None:
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            # A pair of sockets: unlike a pipe, no other process can open it.
            self.connection, theirs = context.Pipe()
            self._process = context.Process(
                target=serve, args=(theirs,), daemon=True
            )
            self._process.start()
            theirs.close()
        self.connection.send_bytes(json.dumps(self._request).encode())

    def _go_on(self, trouble: str) -> bool:
        """Give the exercises that are left a grade that says what happened."""
        if self._request["trouble"]:
            self.grades.setdefault("-", Grade("-", False, trouble))
            return True
        self._request["trouble"] = trouble
        self._send()
        return False


def serve(connection: "Connection[bytes, bytes]") -> None:
    """Grade what is asked for, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    warnings.simplefilter("ignore")  # of nbformat, about a learner's file
    while True:
        try:
            request = json.loads(connection.recv_bytes())
        except EOFError:
            return
        answer: dict[str, Any] | None = None
        try:
            submission = _examine(request)
            for grade in iter_grades(submission, request["seconds"]):
                connection.send_bytes(json.dumps(asdict(grade)).encode())
        except Exception as error:  # a fault of the grader stops no class
            answer = {"error": f"{type(error).__name__}: {error}"}
        connection.send_bytes(json.dumps(answer).encode())


def _examine(request: dict[str, Any]) -> Submission:
    path, folder = Path(request["path"]), Path(request["folder"])
    if path.is_dir():
        return Submission((), None, no_notebook(path))
    submission = examine(path, is_linked(path, folder))
    trouble = request["trouble"] or submission.trouble
    return Submission(submission.releases, submission.notebook, trouble)
