"""Tests of cells that measure: figures that stay until their code does."""

import copy

from course.notebooks import timing_cells
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output


def stored_notebook(tag: str = "timing") -> NotebookNode:
    """Return a notebook as a first run leaves it."""
    cell = new_code_cell("clock()", id="measured")
    cell.metadata.tags = [tag]
    cell.outputs = [new_output("stream", text="1 s")]
    notebook: NotebookNode = new_notebook(cells=[cell])
    timing_cells.put_back(notebook, {})
    return notebook


def after_second_run(stored: NotebookNode) -> str:
    """Return what stands in the cell when a second run printed `2 s`."""
    timings = timing_cells.stored_timings(stored)
    notebook = copy.deepcopy(stored)
    notebook.cells[0].outputs = [new_output("stream", text="2 s")]
    timing_cells.put_back(notebook, timings)
    text: str = notebook.cells[0].outputs[0].text
    return text


def test_a_second_run_keeps_the_stored_figures() -> None:
    assert after_second_run(stored_notebook()) == "1 s"


def test_changed_code_is_measured_anew() -> None:
    stored = stored_notebook()
    stored.cells[0].source = "clock(10)"
    assert after_second_run(stored) == "2 s"


def test_a_cell_without_the_tag_is_not_kept() -> None:
    assert after_second_run(stored_notebook(tag="other")) == "2 s"


def test_outputs_that_no_run_marked_are_not_trusted() -> None:
    stored = stored_notebook()
    del stored.cells[0].metadata[timing_cells.MARK]
    assert after_second_run(stored) == "2 s"
