"""Run the chapters with other seeds, to see which comparisons hold up.

``book/claims.toml`` registers what the course claims; this script runs each
chapter that it names with several seeds and keeps the numbers that the cells
note in ``book/claims.json``. ``tools/evidence.py`` judges them.
"""

import argparse
import hashlib
import io
import itertools
import json
import math
import multiprocessing
import os
import platform
import sys
import time
import tokenize
import tomllib
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from pathlib import Path
from typing import Any

from execute import run_cells
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from notebook_files import REPOSITORY, cells, read_notebook, write_text

from helpers.notes import NUMBERS_MIME
from notebook_check.comparison import by_kind
from notebook_check.limits import Limits
from notebook_check.lines import lines_of
from notebook_check.spread import read_spread

SEED_CELL = "SEED = 0"
SEEDS = 5
APART = 10
FILE = "claims.json"
PACKAGES = ("torch", "torchvision", "transformers", "scikit-learn", "numpy")

Numbers = dict[str, float]
Results = dict[str, dict[str, Any]]


def main(arguments: list[str] | None = None) -> int:
    """Run what is missing or out of date; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", help="such as 04_transfer; default: all"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    known = notebooks_with_claims(options.root)
    unknown = sorted(set(options.notebooks) - set(known))
    if unknown:
        parser.error(f"no claim is registered for {', '.join(unknown)}")
    return run(
        options.root, options.notebooks or known, options.seeds, options.jobs
    )


def run(root: Path, names: list[str], seeds: int, jobs: int) -> int:
    """Run each notebook with the seeds that have no fresh result yet."""
    results = read_results(root)
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
            write_results(root, results)
            print(f"{path.stem} seed {seed}: {seconds:.0f} s", flush=True)
    write_results(root, results)
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


def code_hash(notebook: NotebookNode) -> str:
    """Return a mark of all code cells: any change changes it but comments."""
    code = "\n".join(
        _without_comments(cell.source) for _, cell in cells(notebook, "code")
    )
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _without_comments(source: str) -> str:
    """Return the code of a cell as Python sees it, magics included."""
    code = TransformerManager().transform_cell(source)
    lines = code.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines)


def surroundings() -> dict[str, str]:
    """Return what the numbers were made with: versions and machine."""
    made = {package: version(package) for package in PACKAGES}
    cores = f"{os.cpu_count()} cores, one thread a notebook"
    return {
        "python": platform.python_version(),
        **made,
        "machine": f"{platform.machine()}, {cores}",
    }


def notebooks_with_claims(root: Path) -> list[str]:
    """Return the notebooks of the registered claims, in order."""
    return list(dict.fromkeys(one["notebook"] for one in read_claims(root)))


def read_claims(root: Path) -> list[dict[str, Any]]:
    """Return the registered claims."""
    text = (root / "book" / "claims.toml").read_text("utf-8")
    claims: list[dict[str, Any]] = tomllib.loads(text).get("claim", [])
    return claims


def numbers_of(root: Path, name: str) -> set[str]:
    """Return the numbers of a notebook that claims are made about."""
    sides = [
        one[side]
        for one in read_claims(root)
        for side in ("better", "worse")
        if one["notebook"] == name
    ]
    return {side for side in sides if isinstance(side, str)}


def read_results(root: Path, file: str = FILE) -> Results:
    """Return what is stored of each notebook; empty before the first run."""
    path = root / "book" / file
    if not path.exists():
        return {}
    results: Results = json.loads(path.read_text("utf-8"))
    return results


def write_results(root: Path, results: Results, file: str = FILE) -> None:
    """Store what was found, all at once, in a fixed order."""
    text = json.dumps(results, indent=1, sort_keys=True)
    write_text(root / "book" / file, text + "\n")


def notebook_path(root: Path, name: str) -> Path:
    """Return the file of a notebook that is named without its ending."""
    return root / "notebooks" / f"{name}.ipynb"


if __name__ == "__main__":
    sys.exit(main())
