"""A folder of submissions, graded as a teacher would: by a command."""

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

COURSE = Path(__file__).parents[2]
STUB = COURSE / "notebooks/exercises/02_training_exercise.ipynb"
SOLUTION = COURSE / "notebooks/solutions/02_training_solution.ipynb"
COMMAND = [sys.executable, "-m", "grading"]
PYTEST = [
    str(Path(sys.executable).with_name("pytest")),
    *("-p", "no:cacheprovider"),
    # They take a second each time and have no part in this.
    *("-p", "no:schemathesis", "-p", "no:hypothesispytest"),
]


@dataclass(frozen=True)
class Graded:
    """What a teacher gets: words, an exit status, and two tables."""

    output: str
    status: int
    rows: list[dict[str, str]]
    objects: list[dict[str, Any]]

    def passed(self, learner: str) -> set[str]:
        return {
            row["exercise"]
            for row in self.rows
            if row["learner"] == learner and row["passed"] == "1"
        }

    def hint(self, learner: str, exercise: str) -> str:
        [found] = [
            row["hint"]
            for row in self.rows
            if (row["learner"], row["exercise"]) == (learner, exercise)
        ]
        return found


def grade(start: Path, *arguments: str, **variables: str) -> Graded:
    """Run `python -m grading` in a folder; read the tables it has written."""
    return _run(start, [*COMMAND, *arguments], variables)


def grade_with_pytest(start: Path, *arguments: str) -> Graded:
    """Run `pytest --nbval` in a folder."""
    return _run(start, [*PYTEST, "--nbval", *arguments], {})


def _run(start: Path, command: list[str], variables: dict[str, str]) -> Graded:
    result = subprocess.run(
        command,
        cwd=start,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    table, objects = start / "grades.csv", start / "grades.json"
    rows = []
    if table.exists():
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    words = re.sub(r"\x1b\[[\d;]*m", "", result.stdout + result.stderr)
    text = objects.read_text(encoding="utf-8") if objects.exists() else "[]"
    return Graded(words, result.returncode, rows, json.loads(text))


def stub() -> NotebookNode:
    """Return the exercise notebook of chapter 1 as learners get it."""
    notebook: NotebookNode = nbformat.read(STUB, as_version=4)
    return notebook


def fill(notebook: NotebookNode, key: str, code: str) -> None:
    """Put code into an answer cell, below its first line."""
    first = f"# ANSWER {key}\n"
    for cell in notebook.cells:
        if cell.source.startswith(first):
            cell.source = first + code


def insert(notebook: NotebookNode, place: int, code: str) -> None:
    """Add a cell."""
    notebook.cells.insert(place, new_code_cell(code))


def without_torch(notebook: NotebookNode) -> NotebookNode:
    """Let a notebook fail where it imports PyTorch.

    For tests of what becomes of grades, whatever they are: nothing is right,
    and nobody waits for the import.
    """
    insert(notebook, 0, "import sys; sys.modules['torch'] = None")
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Save a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
