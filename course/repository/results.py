"""Measurements of the chapters that are stored as JSON in ``book``."""

import json
from pathlib import Path
from typing import Any

from course.repository.notebooks import write_text

Results = dict[str, dict[str, Any]]


def read_results(root: Path, file: str) -> Results:
    """Return what is stored of each chapter; empty before the first run."""
    path = root / "book" / file
    if not path.exists():
        return {}
    results: Results = json.loads(path.read_text("utf-8"))
    return results


def write_results(root: Path, results: Results, file: str) -> None:
    """Store what was found, all at once, in a fixed order."""
    text = json.dumps(results, indent=1, sort_keys=True)
    write_text(root / "book" / file, text + "\n")
