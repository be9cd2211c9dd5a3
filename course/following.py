"""The command line of commands that write what follows from a source.

    python -m course register --check

With ``--check`` nothing is written, and what has drifted is named.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from course.report import report
from course.repository.root import REPOSITORY

Follow = Callable[[Path, bool], Iterator[str]]


def write_or_check(
    about: str | None, arguments: list[str], follow: Follow
) -> int:
    """Parse ``--check`` and ``--root``, and return the exit status.

    Parameters
    ----------
    about
        What the command does, for its help.
    arguments
        The command line.
    follow
        ``follow(root, write)`` writes what follows if `write` is true, and
        yields what is wrong.
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    return report(follow(options.root, not options.check))
