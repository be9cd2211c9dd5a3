"""Run the chapters with other seeds, to see which comparisons hold up.

``book/claims.toml`` registers what the course claims; each chapter that it
names is run with several seeds, and the numbers that its cells note are kept
in ``book/claims.json``. ``python -m course evidence`` judges them.
"""

import argparse
import itertools
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from nbformat import NotebookNode

from course.chapter_arguments import parse_chapters
from course.evidence.registry import notebooks_with_claims, numbers_of
from course.evidence.runs import (
    APART,
    FILE,
    SEEDS,
    Numbers,
    fresh_entry,
    noted,
)
from course.notebooks.kernel import run_cells
from course.repository.notebooks import (
    cells,
    notebook_path,
    read_notebook,
)
from course.repository.results import read_results, write_results

SEED_CELL = "SEED = 0"


def main(arguments: list[str]) -> int:
    """Run what is missing or out of date; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--jobs", type=int, default=2)
    options = parse_chapters(
        parser,
        arguments,
        notebooks_with_claims,
        "no claim is registered for",
    )
    return run(options.root, options.notebooks, options.seeds, options.jobs)


def run(root: Path, names: list[str], seeds: int, jobs: int) -> int:
    """Run each notebook with the seeds that have no fresh result yet."""
    results = read_results(root, FILE)
    todo = []
    for name in names:
        path = notebook_path(root, name)
        names_of_claims = numbers_of(root, name)
        entry = fresh_entry(results.get(name), path, names_of_claims)
        results[name] = entry
        todo += [(path, seed) for seed in more_seeds(entry["runs"], seeds)]
    failed = 0
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        waiting = {pool.submit(run_seed, *one): one for one in todo}
        for done in as_completed(waiting):
            path, seed = waiting[done]
            try:
                numbers, seconds = done.result()
            except Exception as error:
                print(f"{path.stem} seed {seed}: {error}", file=sys.stderr)
                failed += 1
                continue
            results[path.stem]["runs"][str(seed)] = numbers
            write_results(root, results, FILE)
            print(f"{path.stem} seed {seed}: {seconds:.0f} s", flush=True)
    write_results(root, results, FILE)
    return 1 if failed else 0


def more_seeds(runs: dict[str, Numbers], count: int) -> list[int]:
    """Return the seeds that are missing for so many runs.

    They lie far apart, since a chapter that averages over several seeds
    counts on from its own.
    """
    new = (n for n in itertools.count(0, APART) if str(n) not in runs)
    return list(itertools.islice(new, max(0, count - len(runs))))


def run_seed(path: Path, seed: int) -> tuple[Numbers, float]:
    """Run a notebook with another seed; return its numbers and the seconds.

    The file is not changed.
    """
    start = time.perf_counter()
    notebook = with_seed(read_notebook(path), seed)
    numbers = noted(run_cells(notebook, path.parent))
    return numbers, time.perf_counter() - start


def with_seed(notebook: NotebookNode, seed: int) -> NotebookNode:
    """Put another seed into the cell with the tag ``parameters``."""
    for _, cell in cells(notebook, "code"):
        if "parameters" in cell.metadata.get("tags", []):
            if cell.source.strip() != SEED_CELL:
                raise ValueError(
                    f"the cell with the tag 'parameters' must be {SEED_CELL!r}"
                )
            cell.source = f"SEED = {seed}"
            return notebook
    raise ValueError("no cell has the tag 'parameters'")
