"""The command line of commands that work through chapters.

    python -m course spread 06_transfer 05_rnn_lstm

Without a name all chapters are meant.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from course.repository.notebooks import chapter_notebooks
from course.repository.root import REPOSITORY


def chapter_names(root: Path) -> list[str]:
    """Return the names of all chapters, in reading order."""
    return [path.stem for path in chapter_notebooks(root)]


def parse_chapters(
    parser: argparse.ArgumentParser,
    arguments: list[str],
    known: Callable[[Path], list[str]] = chapter_names,
    refusal: str = "no such chapter:",
) -> argparse.Namespace:
    """Parse `notebooks` and ``--root`` beside a command's own options.

    Parameters
    ----------
    parser
        What the command adds of its own is there already.
    arguments
        The command line.
    known
        Which chapters may be named, as a function of the root.
    refusal
        What is said before the names of others; the command ends then.

    Returns
    -------
    argparse.Namespace
        `notebooks` has the names in the order of `known`: those that were
        named, or all.
    """
    parser.add_argument(
        "notebooks", nargs="*", help="such as 06_transfer; default: all"
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    names = known(options.root)
    unknown = sorted(set(options.notebooks) - set(names))
    if unknown:
        parser.error(f"{refusal} {', '.join(unknown)}")
    chosen = options.notebooks or names
    options.notebooks = [name for name in names if name in chosen]
    return options
