"""The runs that claims rest on: their numbers, and whether they are fresh."""

import math
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.notebooks.code_hash import code_hash
from course.notebooks.surroundings import surroundings
from course.repository.notebooks import cells, read_notebook
from helpers.notes import NUMBERS_MIME
from output_comparison.comparison import by_kind
from output_comparison.limits import Limits
from output_comparison.lines import lines_of
from output_comparison.spread import read_spread

FILE = "claims.json"
SEEDS = 5
APART = 10
"""How far the seeds lie apart."""

Numbers = dict[str, float]


def noted(notebook: NotebookNode) -> Numbers:
    """Return the numbers that the cells of a notebook noted."""
    numbers: Numbers = {}
    for _, cell in cells(notebook, "code"):
        for output in cell.outputs:
            numbers |= output.get("data", {}).get(NUMBERS_MIME, {})
    return numbers


def fresh_entry(
    entry: dict[str, Any] | None, path: Path, names: set[str]
) -> dict[str, Any]:
    """Return the results so far, without those of another computation.

    Seed 0 is the run that is stored in the notebook, which the tests repeat:
    if its numbers changed, those of the other seeds are out of date too.
    """
    if entry is not None and is_fresh(entry, path, names):
        return entry
    notebook = read_notebook(path)
    return {
        "code": code_hash(notebook),
        "made_with": surroundings(),
        "runs": {"0": noted(notebook)},
    }


def is_fresh(entry: dict[str, Any], path: Path, names: set[str]) -> bool:
    """Tell whether results belong to a notebook as it is stored.

    Parameters
    ----------
    entry
        The results.
    path
        The notebook.
    names
        The numbers that claims are made about.

    Returns
    -------
    bool
        Whether the stored numbers are those of the run with seed 0. Where the
        code is the same they may lie apart as far as rounding moves them, for
        they may have been stored on another processor. Where the code was
        edited, say to rename a function, they must be equal.
    """
    notebook = read_notebook(path)
    old, new = entry["runs"]["0"], noted(notebook)
    same_code = entry["code"] == code_hash(notebook)
    limits = noted_limits(path) if same_code else {}

    def agree(name: str) -> bool:
        one, other = old[name], new[name]
        if math.isclose(one, other, rel_tol=1e-3):
            return True
        return name in limits and all(map(limits[name].hold, (one, other)))

    return all(name in old and agree(name) for name in names & new.keys())


def noted_limits(path: Path) -> dict[str, Limits]:
    """Return the limits of the trained numbers that a notebook notes."""
    spread = read_spread(path)
    found: dict[str, Limits] = {}
    for _, cell in cells(read_notebook(path), "code"):
        kinds = spread.cells.get(cell.id, {}) if spread else {}
        outputs = by_kind(cell.outputs).get(NUMBERS_MIME, [])
        known = kinds.get(NUMBERS_MIME, [])
        for numbers, output in zip(outputs, known, strict=False):
            lines = lines_of(NUMBERS_MIME, numbers)
            names = [line.text[1:].partition(":")[0] for line in lines]
            found |= {names[n]: one for n, one in output.limits.items()}
    return found
