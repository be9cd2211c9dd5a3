"""Make the exercise notebooks and their release from the solutions.

An answer cell of a solution carries, as the metadata ``stub``, what learners
get in its place.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from course.repository.notebooks import (
    own_notebooks,
    read_notebook,
    write_notebook,
)
from course.repository.root import REPOSITORY

RELEASE = Path("src/exercises/release")
EXERCISES = Path("notebooks/exercises")
SOLUTIONS = Path("notebooks/solutions")


def main(arguments: list[str]) -> int:
    """Write the exercises, or say which have drifted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    drifted = False
    for solution in own_notebooks(options.root / SOLUTIONS, "_solution"):
        stub = make_stub(read_notebook(solution))
        name = f"{solution.stem.removesuffix('_solution')}_exercise.ipynb"
        for folder in (EXERCISES, RELEASE):
            path = options.root / folder / name
            if not options.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_notebook(path, stub)
            elif not path.exists() or read_notebook(path) != stub:
                drifted = True
                print(
                    f"{path} does not follow from {solution.name}; run "
                    "python -m course exercises",
                    file=sys.stderr,
                )
    return 1 if drifted else 0


def make_stub(solution: NotebookNode) -> NotebookNode:
    """Return a solution without outputs and with stubs for its answers.

    Raises
    ------
    ValueError
        If an answer cell has no stub.
    """
    copy = nbformat.writes(solution)
    stub: NotebookNode = nbformat.reads(copy, as_version=4)
    for cell in stub.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if cell.source.startswith("# ANSWER"):
            if "stub" not in cell.metadata:
                raise ValueError(f"the cell {cell.id} has no stub")
            first = cell.source.partition("\n")[0]
            cell.source = f"{first}\n{cell.metadata.pop('stub')}"
    return stub
