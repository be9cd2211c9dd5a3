"""A folder of submissions, graded as a teacher would: by a command."""

import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

COURSE = Path(__file__).parents[2]
STUB = COURSE / "notebooks/exercises/01_fundamentals_exercise.ipynb"
SOLUTION = COURSE / "notebooks/solutions/01_fundamentals_solution.ipynb"
PYTEST = [
    str(Path(sys.executable).with_name("pytest")),
    *("-p", "no:cacheprovider"),
    # They take a second each time and have no part in this.
    *("-p", "no:schemathesis", "-p", "no:hypothesispytest"),
]


@dataclass(frozen=True)
class Graded:
    """What a teacher gets: words, an exit status, a table, and XML."""

    output: str
    status: int
    xml: str
    rows: list[dict[str, str]]

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
    """Run `pytest --nbval` in a folder; read grades.csv if it is written."""
    result = subprocess.run(
        [*PYTEST, "--nbval", *arguments],
        cwd=start,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    table = start / "grades.csv"
    rows = []
    if table.exists():
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    words = re.sub(r"\x1b\[[\d;]*m", "", result.stdout + result.stderr)
    xml = start / "grades.xml"
    text = xml.read_text(encoding="utf-8") if xml.exists() else ""
    return Graded(words, result.returncode, text, rows)


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


def write(notebook: NotebookNode, path: Path) -> None:
    """Save a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
