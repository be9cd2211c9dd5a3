"""A learner's cells run one after the other, whatever becomes of the kernel.

When a cell ends the kernel, a new one runs the cells before it again, without
the one that failed, so that later answers can still be judged.
"""

import time

from grading.learner_kernel import (
    CellFailedError,
    LearnerKernel,
    Outcome,
)
from grading.limits import SECONDS

SECONDS_PER_CELL = SECONDS
SECONDS_PER_NOTEBOOK = 400.0
MOST_FAILURES = 5


class Session:
    """The cells of one notebook, in a kernel that is started when needed.

    Parameters
    ----------
    seconds
        What one cell may take.
    """

    def __init__(self, seconds: float = SECONDS_PER_CELL) -> None:
        self._seconds = seconds
        self._deadline = time.monotonic() + SECONDS_PER_NOTEBOOK
        self._kernel: LearnerKernel | None = None
        self._done: list[str] = []
        self._failures = 0

    def run(self, code: str, *, again: bool = True) -> Outcome:
        """Run a cell.

        Parameters
        ----------
        code
            Source of the cell.
        again
            Whether a new kernel has to run this cell, too.

        Raises
        ------
        CellFailedError
            If the cell ends the kernel or takes too long, or if the notebook
            has no time left.
        """
        kernel = self._ready()
        try:
            outcome = kernel.run(code, self._left())
        except CellFailedError:
            self._failed()
            raise
        if again:
            self._done.append(code)
        return outcome

    def stop(self) -> None:
        """End the kernel, if there is one."""
        if self._kernel is not None:
            self._kernel.stop()
            self._kernel = None

    def _ready(self) -> LearnerKernel:
        """Return a kernel in which the cells so far have been run."""
        while self._kernel is None:
            self._left()
            self._kernel = LearnerKernel()
            for place, code in enumerate(self._done):
                try:
                    self._kernel.run(code, self._left())
                except CellFailedError:
                    del self._done[place]
                    self._failed()
                    break
        return self._kernel

    def _failed(self) -> None:
        self._failures += 1
        self.stop()

    def _left(self) -> float:
        """Return the seconds for the next cell."""
        left = self._deadline - time.monotonic()
        if self._failures >= MOST_FAILURES:
            raise CellFailedError(
                f"not run: {MOST_FAILURES} cells before it died or took too "
                "long"
            )
        if left <= 0:
            raise CellFailedError(
                f"not run: the notebook has taken {SECONDS_PER_NOTEBOOK:.0f} s"
            )
        return min(self._seconds, left)
