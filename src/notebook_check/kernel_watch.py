"""A kernel that is found dead within seconds.

nbval waits for the whole timeout of a cell when the kernel has died in it;
:class:`WatchedKernel` looks every second whether it still lives.
"""

import math
import time
from queue import Empty

from nbval.kernel import RunningKernel

SECONDS_BETWEEN_LOOKS = 1.0


class KernelDiedError(Exception):
    """The process of the kernel has ended before it answered."""


class WatchedKernel(RunningKernel):  # type: ignore[misc]
    """nbval's kernel, watched while a cell runs.

    Parameters
    ----------
    running
        The kernel that nbval has started.
    """

    def __init__(self, running: RunningKernel) -> None:
        self.km = running.km
        self.kc = running.kc

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a message.

        Parameters
        ----------
        msg_id
            The message to be answered.
        timeout
            Seconds to wait at most.

        Raises
        ------
        KernelDiedError
            If the kernel ends without an answer.
        queue.Empty
            If there is no answer in time.
        """
        wait = math.inf if timeout is None else timeout
        deadline = time.monotonic() + wait
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
                return
