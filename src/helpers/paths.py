"""Reads a path as a shell would: ``~`` is the home folder."""

import os
from pathlib import Path


def local_path(path: str | os.PathLike[str]) -> Path:
    """Return a path in which ``~`` and ``~someone`` are the home folders.

    As in a shell, the name of somebody who is not known stays as it is:
    ``~draft.md`` is a file.
    """
    return Path(os.path.expanduser(path))
