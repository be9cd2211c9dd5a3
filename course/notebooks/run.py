"""Run notebooks and store their outputs, so that a second run changes nothing.

Each notebook gets a process of its own; a file is only replaced when all of
its cells have run without an error and without a word on stderr.
"""

import argparse
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nbclient.exceptions import (
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode

from course.notebooks.kernel import BYTES_PER_MAXRSS, run_cells
from course.notebooks.timing_cells import put_back, stored_timings
from course.prose.numbers import refresh
from course.report import report
from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
    write_notebook,
)
from course.repository.root import REPOSITORY


@dataclass(frozen=True)
class Run:
    """What came of running one notebook."""

    path: Path
    seconds: float
    peak_mb: float
    error: str | None = None


def main(arguments: list[str]) -> int:
    """Run the notebooks named on the command line; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", type=Path, help="default: all chapters"
    )
    parser.add_argument(
        "--jobs", type=int, default=1, help="notebooks to run side by side"
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    paths = options.notebooks or chapter_notebooks(options.root)
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        parser.error(f"no such notebook: {', '.join(missing)}")
    runs = execute_all(paths, options.jobs)
    problems = [run.error for run in runs if run.error is not None]
    problems += refresh(options.root)
    return report(problems)


def execute_all(paths: list[Path], jobs: int) -> list[Run]:
    """Run notebooks, `jobs` at a time, and print a line for each."""
    width = max((len(path.name) for path in paths), default=8)
    print(f"{'notebook':{width}}  {'seconds':>7}  {'peak MB':>7}")
    runs = []
    # A process per notebook: what its children used at most is its own.
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for run in pool.map(execute, paths):
            ending = "  FAILED" if run.error else ""
            print(
                f"{run.path.name:{width}}  {run.seconds:7.1f}  "
                f"{run.peak_mb:7.0f}{ending}",
                flush=True,
            )
            runs.append(run)
    return runs


def execute(path: Path) -> Run:
    """Run one notebook and, if all went well, store its outputs."""
    start = time.perf_counter()
    error = None
    try:
        stored = read_notebook(path)
        timings = stored_timings(stored)
        notebook = run_cells(stored, path.parent)
        put_back(notebook, timings)
        refuse_stderr(notebook)
        for _, cell in cells(notebook, "code"):
            publish_alt_text(cell)
        write_notebook(path, with_words_of(read_notebook(path), notebook))
    except DeadKernelError:
        error = f"{path}: the kernel died (out of memory, or an exit call)"
    except (CellExecutionError, CellTimeoutError, ValueError) as problem:
        error = f"{path}: {problem}"
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(path, seconds, usage.ru_maxrss * BYTES_PER_MAXRSS / 1e6, error)


def with_words_of(now: NotebookNode, ran: NotebookNode) -> NotebookNode:
    """Return the notebook that ran, with the words that its file has now.

    The author, or the tool that fills in numbers, may change words while the
    code runs.

    Raises
    ------
    ValueError
        If a cell was added, removed or moved, or its code changed.
    """
    if _code(now) != _code(ran):
        raise ValueError("its code was edited while it ran; run it again")
    for cell, fresh in zip(ran.cells, now.cells, strict=True):
        cell.source = fresh.source
    return ran


def _code(notebook: NotebookNode) -> list[tuple[str, str | None]]:
    """Return the kind of each cell, and the source of those with code."""
    return [
        (cell.cell_type, cell.source if cell.cell_type == "code" else None)
        for cell in notebook.cells
    ]


def refuse_stderr(notebook: NotebookNode) -> None:
    """Raise an error that shows the cells that wrote to stderr."""
    noise = [
        f"cell {number} writes to stderr:\n{output.text}\nin:\n{cell.source}"
        for number, cell in cells(notebook, "code")
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    if noise:
        raise ValueError("\n\n".join(noise))


def publish_alt_text(cell: NotebookNode) -> None:
    """Copy the alt text of a figure to where the book looks for it.

    A figure is displayed with its alt text in the metadata of the output;
    the book (myst-nb) renders the one in the metadata of the cell.
    """
    alts = [
        output.metadata["image/png"]["alt"]
        for output in cell.outputs
        if "alt" in output.get("metadata", {}).get("image/png", {})
    ]
    if alts:
        book = cell.metadata.setdefault("mystnb", {})
        book.setdefault("image", {})["alt"] = " ".join(alts)
