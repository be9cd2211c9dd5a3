"""Measure what moves in the chapters' outputs when rounding is disturbed.

Each chapter is run once per disturbance; what every output was is kept in
``_build/spread``, so that an interrupted measurement goes on where it was.
``notebooks/spread`` has what follows from it, for `pytest --nbval` to use.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.chapter_arguments import parse_chapters
from course.notebooks.code_hash import code_hash
from course.notebooks.disturbances import DISTURBANCES, NONE, Disturbance
from course.notebooks.kernel import run_cells
from course.report import report
from course.repository.notebooks import (
    cells,
    is_ignored,
    notebook_path,
    read_notebook,
    write_text,
)
from output_comparison.comparison import by_kind
from output_comparison.settle import is_of
from output_comparison.spread import (
    Outputs,
    Spread,
    measure,
    read_spread,
    spread_path,
)
from output_comparison.tolerance import Tolerance


def main(arguments: list[str]) -> int:
    """Run what is missing, or check; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="run nothing")
    options = parse_chapters(parser, arguments)
    paths = [notebook_path(options.root, name) for name in options.notebooks]
    problems: list[str] = []
    if not options.check:
        problems += run_all(options.root, paths, options.jobs)
    problems += (one for path in paths for one in out_of_date(path))
    return report(problems)


def run_all(root: Path, paths: list[Path], jobs: int) -> Iterator[str]:
    """Run each chapter under each disturbance; yield what went wrong."""
    todo = [
        (path, one, raw_path(root, path, one))
        for path in paths
        for one in DISTURBANCES
        if not is_fresh(path, raw_path(root, path, one))
    ]
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        waiting = {pool.submit(run, *one): one for one in todo}
        for done in as_completed(waiting):
            path, one, _ = waiting[done]
            try:
                seconds = done.result()
            except Exception as error:
                yield f"{path.stem}, {one.name}: {error}"
                continue
            print(f"{path.stem}, {one.name}: {seconds:.0f} s", flush=True)
    for path in paths:
        if all(is_fresh(path, raw_path(root, path, d)) for d in DISTURBANCES):
            write_spread(root, path)


def run(path: Path, disturbance: Disturbance, target: Path) -> float:
    """Run a chapter and keep its outputs; return the seconds it took."""
    start = time.perf_counter()
    notebook = read_notebook(path)
    code = code_hash(notebook)
    run_cells(notebook, path.parent, disturbance)
    target.parent.mkdir(parents=True, exist_ok=True)
    data = {"code": code, "outputs": compared_outputs(notebook)}
    write_text(target, json.dumps(data))
    return time.perf_counter() - start


def raw_path(root: Path, path: Path, disturbance: Disturbance) -> Path:
    """Return where the outputs of a disturbed run are kept."""
    name = disturbance.name.replace(", ", "-").replace(" ", "_")
    return root / "_build" / "spread" / path.stem / f"{name}.json"


def is_fresh(path: Path, raw: Path) -> bool:
    """Tell whether a chapter's present code was run with a disturbance."""
    if not raw.exists():
        return False
    return bool(read_raw(raw)["code"] == code_hash(read_notebook(path)))


def read_raw(raw: Path) -> dict[str, Any]:
    """Read what a disturbed run left."""
    data: dict[str, Any] = json.loads(raw.read_text("utf-8"))
    return data


def compared_outputs(notebook: NotebookNode) -> dict[str, Outputs]:
    """Return, by cell id, the outputs that are compared."""
    return {cell.id: outputs_of(cell) for _, cell in cells(notebook, "code")}


def outputs_of(cell: NotebookNode) -> Outputs:
    """Return the outputs of a cell that are compared, by kind."""
    return {} if is_ignored(cell) else by_kind(cell.outputs)


def write_spread(root: Path, path: Path) -> None:
    """Store what moved between a chapter's outputs and the disturbed ones."""
    outputs = [compared_outputs(read_notebook(path))]
    outputs += [
        read_raw(raw_path(root, path, one))["outputs"] for one in DISTURBANCES
    ]
    names = [one.name for one in (NONE, *DISTURBANCES)]
    target = spread_path(path)
    target.parent.mkdir(exist_ok=True)
    write_text(target, measure(names, outputs).text())


def out_of_date(path: Path) -> Iterator[str]:
    """Yield a message if a chapter's outputs are not those measured."""
    spread = read_spread(path)
    if spread is None:
        yield f"{path.stem}: nothing measured; run `python -m course spread`"
        return
    notebook = read_notebook(path)
    for number, cell in cells(notebook, "code"):
        kinds = outputs_of(cell)
        if not agrees(kinds, spread, cell.id):
            yield (
                f"{path.stem}, cell {number}: its outputs changed since their "
                "spread was measured; run `python -m course spread`"
            )


def agrees(kinds: Outputs, spread: Spread, cell: str) -> bool:
    """Tell whether outputs are those that a spread was made of."""
    known = spread.cells.get(cell, {})
    if {kind: len(values) for kind, values in kinds.items()} != {
        kind: len(outputs) for kind, outputs in known.items()
    }:
        return False
    return all(
        is_of(kind, value, output, Tolerance())
        for kind, values in kinds.items()
        for value, output in zip(values, known[kind], strict=True)
    )
