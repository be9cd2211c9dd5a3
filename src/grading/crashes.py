"""Notebooks that stopped the judge: each may do so once in a run.

With several processes (``pytest -n``) a stopped one is replaced and gets the
same notebook again. A mark in the folder of temporary files tells it so: a
file of its own for each notebook, since processes set and remove theirs at
the same time.
"""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

CRASHED = "the judge was stopped while it ran this notebook"


class CrashMark:
    """The mark of a notebook that is being graded.

    Parameters
    ----------
    name
        What tells the notebook from others.
    """

    def __init__(self, name: str) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
        digest = sha256(name.encode("utf-8", "replace")).hexdigest()
        mark = Path(tempfile.gettempdir()) / f"grading-{run}-{digest}"
        self._path = mark if run else None

    def set(self) -> bool:
        """Leave the mark; tell whether it was there already."""
        if self._path is None:
            return False
        found = self._path.exists()
        self._path.touch()
        return found

    def remove(self) -> None:
        """Take the mark away: the notebook has been graded."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
