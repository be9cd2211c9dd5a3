"""Whose file is which, in a folder of submissions.

Names depend on the folder that is graded, not on where the command is given.
"""

import os
import unicodedata
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
    for path in named_paths(arguments, start):
        folders.append(path if path.is_dir() else path.parent)
    return Path(os.path.commonpath(folders)) if folders else start


def named_paths(arguments: Iterable[str], start: Path) -> list[Path]:
    """Return the folders and files of a command line."""
    names = (argument.partition("::")[0] for argument in arguments)
    return [Path(os.path.abspath(start / name)) for name in names]


def is_notebook(path: Path) -> bool:
    """Tell whether a file is a notebook by its name."""
    return path.suffix.lower() == ".ipynb"


def learner_of(path: Path, folder: Path) -> tuple[str, str]:
    """Return whose file this is, and its name within the folder.

    The learner is the first folder below the one that was graded, or the
    file's own name if it lies right there. Letters with accents are written
    as one character each (NFC): macOS takes them apart in the names of files.
    """
    path = Path(os.path.abspath(path))
    within = path.is_relative_to(folder)
    name = path.relative_to(folder) if within else Path(path.name)
    is_file = len(name.parts) == 1 and is_notebook(path)
    learner = path.stem if is_file else name.parts[0]
    return unicodedata.normalize("NFC", learner), name.as_posix()


def is_linked(path: Path, folder: Path) -> bool:
    """Tell whether a file or a folder on the way to it is a link."""
    within = [one for one in (path, *path.parents) if folder in one.parents]
    return any(one.is_symlink() for one in within)
