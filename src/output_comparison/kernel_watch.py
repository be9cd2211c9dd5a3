"""A kernel that is found dead within seconds, and is given time.

nbval waits for the whole time limit of a cell when the kernel has died in it;
:class:`WatchedKernel` looks every second whether it still lives. And nbval
interrupts a cell at its limit, so that later cells lack what it would have
made; here it goes on for a while, and only its own test fails.
"""

import math
import time
from queue import Empty

from nbval.kernel import RunningKernel

SECONDS_BETWEEN_LOOKS = 1.0
PATIENCE = 2.0
"""After how many times its limit a cell is interrupted."""


class KernelDiedError(Exception):
    """The process of the kernel has ended before it answered."""


class WatchedKernel(RunningKernel):  # type: ignore[misc]
    """nbval's kernel, watched while a cell runs.

    Parameters
    ----------
    running
        The kernel that nbval has started.
    slowness
        What limits are multiplied by, see `output_comparison.speed`.
    """

    def __init__(self, running: RunningKernel, slowness: float = 1.0) -> None:
        self.km = running.km
        self.kc = running.kc
        self.slowness = slowness
        self.seconds = 0.0
        """How long the last message took to be answered."""

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a message.

        Parameters
        ----------
        msg_id
            The message to be answered.
        timeout
            The limit in seconds on a machine that is not slow; the wait is
            `PATIENCE` times as long.

        Raises
        ------
        KernelDiedError
            If the kernel ends without an answer.
        queue.Empty
            If there is no answer in all this time.
        """
        start = time.monotonic()
        wait = (
            math.inf if timeout is None else timeout * self.slowness * PATIENCE
        )
        deadline = start + wait
        while True:
            left = max(0.0, deadline - time.monotonic())
            try:
                super().await_reply(msg_id, min(left, SECONDS_BETWEEN_LOOKS))
            except Empty:
                if not self.is_alive():
                    raise KernelDiedError from None
                if time.monotonic() >= deadline:
                    raise
            else:
                self.seconds = time.monotonic() - start
                return
