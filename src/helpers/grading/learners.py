"""Whose file is which, in a folder of submissions.

Names depend on the folder that is graded, not on where the command is given.
"""

import os
from collections.abc import Iterable
from pathlib import Path


def common_folder(arguments: Iterable[str], start: Path) -> Path:
    """Return the folder that holds all paths of a command line.

    Parameters
    ----------
    arguments
        Folders, files, and parts of files after ``::``.
    start
        Where the command was given.
    """
    folders = []
    for argument in arguments:
        path = start / argument.partition("::")[0]
        path = Path(os.path.abspath(path))
        folders.append(path if path.is_dir() else path.parent)
    return Path(os.path.commonpath(folders)) if folders else start


def learner_of(path: Path, folder: Path) -> tuple[str, str]:
    """Return whose file this is, and its name within the folder.

    The learner is the first folder below the one that was graded, or the
    file's own name if it lies right there.
    """
    if not path.is_relative_to(folder):
        return path.stem, path.name
    name = path.relative_to(folder)
    return (name.parts[0] if len(name.parts) > 1 else path.stem), str(
        name.as_posix()
    )


def is_linked(path: Path, folder: Path) -> bool:
    """Tell whether a file or a folder on the way to it is a link."""
    within = [one for one in (path, *path.parents) if folder in one.parents]
    return any(one.is_symlink() for one in within)
