"""The kernel that runs a learner's code while it is graded.

It has a folder of its own, none of the judge's terminal, and limits for what
it may send. Nothing that comes from it is trusted.
"""

import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager

from grading.environment import graded_environment
from grading.payload import LONGEST
from grading.replying import REPLY_MIME

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_START = 60.0


class CellFailedError(Exception):
    """A cell made an end of the kernel; the message says how."""


@dataclass
class Outcome:
    """What a cell sent.

    Attributes
    ----------
    error
        Name and text of the exception that ended the cell, if any.
    message
        The last reply that it displayed, if any.
    """

    error: str = ""
    message: Mapping[str, Any] | None = field(default=None, repr=False)


class LearnerKernel:
    """A kernel in a process of its own, which can be thrown away.

    Raises
    ------
    CellFailedError
        If it does not start.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="graded-", ignore_cleanup_errors=True
        )
        home, work = (Path(self._folder.name) / n for n in ("home", "work"))
        home.mkdir()
        work.mkdir()
        self._manager = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME,
            kernel_spec_manager=NbvalKernelspecManager(),
        )
        self._manager.start_kernel(
            cwd=str(work),
            env=graded_environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._client = self._manager.client()
        # Longer messages are not even received.
        self._client.context.setsockopt(zmq.MAXMSGSIZE, LONGEST)
        self._client.start_channels()
        try:
            self._client.wait_for_ready(timeout=SECONDS_TO_START)
        except BaseException as error:  # also if the judge is stopped
            self.stop()
            if not isinstance(error, RuntimeError):
                raise
            raise CellFailedError("no kernel could be started") from error

    def stop(self) -> None:
        """End the kernel and what it has started; delete its folder."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._folder.cleanup()

    def run(self, code: str, seconds: float) -> Outcome:
        """Run a cell.

        Raises
        ------
        CellFailedError
            If the cell takes too long or the kernel dies. The kernel is of no
            use then.
        """
        code = code.encode("utf-8", "replace").decode("utf-8")
        deadline = time.monotonic() + seconds
        sent = self._client.execute(
            code, store_history=False, allow_stdin=False, stop_on_error=False
        )
        outcome = Outcome()
        while True:
            if time.monotonic() > deadline:
                raise CellFailedError(f"it ran longer than {seconds:.0f} s")
            kind, content = self._next(sent, "iopub", deadline)
            if kind == "error":
                name, text = content.get("ename"), content.get("evalue")
                outcome.error = f"{name}: {text}"[:300]
            elif kind == "display_data":
                data = content.get("data")
                found = data.get(REPLY_MIME) if isinstance(data, dict) else None
                if isinstance(found, dict):
                    outcome.message = found
            elif kind == "status" and content.get("execution_state") == "idle":
                break
        self._fail_if_it_ends(sent)
        return outcome

    def _fail_if_it_ends(self, sent: str) -> None:
        """Wait for the answer of the kernel, which says if it will exit."""
        deadline = time.monotonic() + 10 * SECONDS_BETWEEN_LOOKS
        while time.monotonic() < deadline:
            kind, content = self._next(sent, "shell", deadline)
            if kind == "execute_reply":
                if "ask_exit" in str(content.get("payload")):
                    raise CellFailedError("it ended the kernel (an exit call)")
                return
        raise CellFailedError("the kernel did not answer")

    def _next(
        self, sent: str, channel: str, deadline: float
    ) -> tuple[str, dict[str, Any]]:
        """Return the next message about a cell, or an empty one for now."""
        left = max(0.0, deadline - time.monotonic())
        wait = min(left, SECONDS_BETWEEN_LOOKS)
        try:
            get = getattr(self._client, f"get_{channel}_msg")
            message = get(timeout=wait)
            if message["parent_header"].get("msg_id") == sent:
                return str(message["msg_type"]), dict(message["content"])
        except Empty:
            if not self._manager.is_alive():
                raise CellFailedError(
                    "the kernel died (out of memory, a crash, or an exit call)"
                ) from None
        except Exception:  # a forged message: unsigned, or no JSON
            return "", {}
        return "", {}
