"""Check the chapters of the course against the rules of the house.

The rules keep cells short enough to read, figures described for those who
cannot see them, and stored outputs free of noise.
"""

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from nbformat import NotebookNode
from course.report import report
from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
)
from course.repository.root import REPOSITORY

CELL_LINES_MEDIAN = 5
CELL_LINES_90TH_PERCENTILE = 17
CELL_LINES_MOST = 30
LINE_WIDTH = 80
OUTPUT_WIDTH = 80
CODE_CELLS_IN_A_ROW = 2

Rule = Callable[[NotebookNode], Iterator[str]]


def main(arguments: list[str]) -> int:
    """Print what breaks a rule; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", type=Path, help="default: all chapters"
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    messages = [
        f"{path}: {message}"
        for path in options.notebooks or chapter_notebooks(options.root)
        for message in check(read_notebook(path))
    ]
    return report(messages)


def check(notebook: NotebookNode) -> Iterator[str]:
    """Yield a message for each place where a notebook breaks a rule."""
    for rule in RULES:
        yield from rule(notebook)


def opens_with_title(notebook: NotebookNode) -> Iterator[str]:
    """Require a title at the top."""
    first = notebook.cells[0] if notebook.cells else None
    if (
        first is None
        or first.cell_type != "markdown"
        or not first.source.startswith("# ")
    ):
        yield "cell 1: a chapter opens with a title, '# ...'"


def cells_are_short(notebook: NotebookNode) -> Iterator[str]:
    """Limit the lines of code cells: the usual, most, and all of them."""
    lengths = {}
    for number, cell in cells(notebook, "code"):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        lengths[number] = len(lines)
        if len(lines) > CELL_LINES_MOST:
            yield (
                f"cell {number}: {len(lines)} lines of code; at most "
                f"{CELL_LINES_MOST}, so split it"
            )
    if len(lengths) < 2:
        return
    median = statistics.median(lengths.values())
    if median > CELL_LINES_MEDIAN:
        yield (
            f"code cells have {median:g} lines in the median; at most "
            f"{CELL_LINES_MEDIAN}"
        )
    most = statistics.quantiles(lengths.values(), n=10, method="inclusive")[-1]
    if most > CELL_LINES_90TH_PERCENTILE:
        longest = max(lengths, key=lengths.__getitem__)
        yield (
            f"a tenth of the code cells has over {most:g} lines; at most "
            f"{CELL_LINES_90TH_PERCENTILE}; the longest is cell {longest}"
        )


def lines_are_narrow(notebook: NotebookNode) -> Iterator[str]:
    """Require code that fits the page."""
    for number, cell in cells(notebook, "code"):
        for place, line in enumerate(cell.source.splitlines(), start=1):
            if len(line) > LINE_WIDTH:
                yield (
                    f"cell {number}, line {place}: {len(line)} characters; "
                    f"at most {LINE_WIDTH}"
                )


def code_is_introduced(notebook: NotebookNode) -> Iterator[str]:
    """Require words between every few cells of code."""
    in_a_row = 0
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.source.startswith("note("):  # the text after it needs it
            continue
        in_a_row = in_a_row + 1 if cell.cell_type == "code" else 0
        if in_a_row == CODE_CELLS_IN_A_ROW + 1:
            yield (
                f"cell {number}: more than {CODE_CELLS_IN_A_ROW} code cells "
                "in a row; say in words what comes next"
            )


def cells_were_run(notebook: NotebookNode) -> Iterator[str]:
    """Require that all code was run from top to bottom, in one go."""
    counts, never = [], []
    for number, cell in cells(notebook, "code"):
        if not cell.source.strip():
            yield f"cell {number}: is empty; remove it"
        elif cell.execution_count is None:
            never.append(str(number))
        else:
            counts.append(cell.execution_count)
    if never:
        yield f"cell {', '.join(never)}: never run; run python -m course run"
    if any(after != before + 1 for before, after in pairwise([0, *counts])):
        yield "cells were not run in order; run python -m course run"


def outputs_are_clean(notebook: NotebookNode) -> Iterator[str]:
    """Refuse errors, noise, and what the page would cut off."""
    for number, output in _outputs(notebook):
        if output.output_type == "error":
            yield f"cell {number}: its output is an error, {output.ename}"
        if output.get("name") == "stderr":
            yield f"cell {number}: it writes to stderr; fix the cause"
        text = output.get("text") or output.get("data", {}).get("text/plain")
        for line in (text or "").splitlines():
            if output.output_type == "stream" and len(line) > OUTPUT_WIDTH:
                yield (
                    f"cell {number}: prints {len(line)} characters in a "
                    f"line; at most {OUTPUT_WIDTH}"
                )
            if re.search(r"\bat 0x[0-9a-f]{6,}", line):
                yield (
                    f"cell {number}: its output holds an address in memory, "
                    "which changes from run to run"
                )


def figures_are_described(notebook: NotebookNode) -> Iterator[str]:
    """Require alt text for each figure, where the book can find it."""
    alts: Counter[str] = Counter()
    for number, cell in cells(notebook, "code"):
        figures = [
            output
            for output in cell.outputs
            if "image/png" in output.get("data", {})
        ]
        if len(figures) > 1:
            yield f"cell {number}: {len(figures)} figures; one in a cell"
        for figure in figures:
            alt = figure.metadata.get("image/png", {}).get("alt", "").strip()
            book = cell.metadata.get("mystnb", {}).get("image", {}).get("alt")
            alts[alt] += 1
            if not alt:
                yield (
                    f"cell {number}: the figure has no alt text; display it "
                    'with metadata={"image/png": {"alt": "..."}}'
                )
            elif alts[alt] > 1:
                yield f"cell {number}: an earlier figure has the same alt text"
            elif book != alt and len(figures) == 1:
                yield (
                    f"cell {number}: the book has other alt text than the "
                    "figure; run python -m course run"
                )


def _outputs(
    notebook: NotebookNode,
) -> Iterator[tuple[int, NotebookNode]]:
    """Yield all outputs with the numbers of their cells."""
    for number, cell in cells(notebook, "code"):
        for output in cell.outputs:
            yield number, output


RULES: tuple[Rule, ...] = (
    opens_with_title,
    cells_are_short,
    lines_are_narrow,
    code_is_introduced,
    cells_were_run,
    outputs_are_clean,
    figures_are_described,
)
