"""Cells that measure seconds: their outputs are kept until their code changes.

Such a cell, tagged ``timing``, runs like any other, but a second run would
store other figures; so the stored ones stay, with a mark of the code they
belong to.
"""

import hashlib
from typing import Any

from nbformat import NotebookNode
from course.repository.notebooks import cells

MARK = "timed_source"

Outputs = dict[str, Any]


def stored_timings(notebook: NotebookNode) -> dict[str, Outputs]:
    """Return, by cell id, the outputs that are still true to their code."""
    return {
        cell.id: cell.outputs
        for _, cell in cells(notebook, "code")
        if _measures(cell) and cell.metadata.get(MARK) == _mark(cell)
    }


def put_back(notebook: NotebookNode, timings: dict[str, Outputs]) -> None:
    """Replace what was measured anew by what was stored, and mark the rest."""
    for _, cell in cells(notebook, "code"):
        if _measures(cell):
            cell.outputs = timings.get(cell.id, cell.outputs)
            cell.metadata[MARK] = _mark(cell)


def _measures(cell: NotebookNode) -> bool:
    return "timing" in cell.metadata.get("tags", [])


def _mark(cell: NotebookNode) -> str:
    return hashlib.sha256(cell.source.encode()).hexdigest()[:12]
