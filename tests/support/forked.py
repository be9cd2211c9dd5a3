"""A copy of this process, for what a test may not change in its own.

It has imported all that this process has, so that it starts at once.
"""

import multiprocessing
from collections.abc import Callable
from typing import Any

SECONDS = 60.0


def run_forked(function: Callable[..., object], *arguments: Any) -> None:
    """Call a function in a copy of this process, and wait for its end.

    Raises
    ------
    AssertionError
        If it fails, and has written why to stderr, or does not end.
    """
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=function, args=arguments)
    process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
    assert process.exitcode == 0, "see what the other process wrote to stderr"
