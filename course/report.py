"""How a command ends: what is wrong goes to stderr, and to the exit status."""

import sys
from collections.abc import Iterable


def report(problems: Iterable[str]) -> int:
    """Print problems, one a line; return 1 if there are any, else 0."""
    status = 0
    for problem in problems:
        print(problem, file=sys.stderr)
        status = 1
    return status
