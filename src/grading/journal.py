"""Grades on the disk as soon as they are known, so that none is lost.

A line of JSON for each notebook. After an interruption, the same command
reads it and goes on with the notebooks that are left.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from grading.grades import Grade


class Journal:
    """The file that keeps the grades of a class until the table is written.

    Parameters
    ----------
    path
        Where it is; by default the grades are not kept.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def read(self, notebooks: Iterable[Path]) -> dict[Path, tuple[Grade, ...]]:
        """Return the grades of notebooks that are still what was graded."""
        if self.path is None or not self.path.exists():
            return {}
        kept: dict[tuple[str, str], tuple[Grade, ...]] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                grades = tuple(Grade(**one) for one in entry["grades"])
                kept[entry["path"], entry["digest"]] = grades
            except (ValueError, KeyError, TypeError):
                continue  # only half written
        keys = {path: (str(path), _digest(path)) for path in notebooks}
        return {path: kept[key] for path, key in keys.items() if key in kept}

    def add(self, path: Path, grades: Iterable[Grade]) -> None:
        """Keep the grades of a notebook."""
        if self.path is not None:
            entry = {
                "path": str(path),
                "digest": _digest(path),
                "grades": [asdict(grade) for grade in grades],
            }
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(entry)}\n")
                file.flush()
                os.fsync(file.fileno())

    def remove(self) -> None:
        """Delete the file: all grades are in the table."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    """Return what changes with the content of a file."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:  # a folder, or no right to read it
        return ""
