"""Measure what each chapter costs to run, and write the page that tells it.

The measurements are kept in ``book/timing.json``; a chapter is run again only
if its code has changed since. The page and the README's table of chapters are
written from that file.
"""

import argparse
import multiprocessing
import platform
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from course.chapter_arguments import parse_chapters
from course.notebooks.code_hash import code_hash
from course.notebooks.kernel import BYTES_PER_MAXRSS, run_cells
from course.notebooks.surroundings import surroundings
from course.report import report
from course.repository.notebooks import (
    chapter_notebooks,
    notebook_path,
    read_notebook,
)
from course.repository.results import Results, read_results, write_results
from course.timing.page import publish

FILE = "timing.json"


def main(arguments: list[str]) -> int:
    """Run what is not measured yet, write the page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="run them anyway")
    parser.add_argument("--check", action="store_true", help="run nothing")
    options = parse_chapters(parser, arguments)
    root = options.root
    problems: list[str] = []
    if not options.check:
        paths = [notebook_path(root, name) for name in options.notebooks]
        problems += measure_all(root, paths, options.again)
    problems += out_of_date(root)
    if not problems:
        problems += publish(
            root, read_results(root, FILE), write=not options.check
        )
    return report(problems)


def measure_all(root: Path, paths: list[Path], again: bool) -> Iterator[str]:
    """Run the chapters without fresh results; yield what went wrong."""
    results = read_results(root, FILE)
    for path in paths:
        if is_fresh(results, path) and not again:
            continue
        try:
            results[path.stem] = measure(path)
        except Exception as error:
            yield f"{path.stem}: {error}"
            continue
        store(root, results)
        seconds = results[path.stem]["seconds"]
        print(f"{path.stem}: {seconds:.0f} s", flush=True)


def measure(path: Path) -> dict[str, Any]:
    """Run a notebook, without changing its file; return what it used.

    In a process of its own: what the children of that process used is the
    notebook's alone.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as pool:
        return pool.submit(_measure, path).result()


def _measure(path: Path) -> dict[str, Any]:
    notebook = read_notebook(path)
    code, start = code_hash(notebook), time.perf_counter()
    run_cells(notebook, path.parent)
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "code": code,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": round(usage.ru_maxrss * BYTES_PER_MAXRSS / 1e6),
        "made_with": surroundings() | {"processor": processor()},
    }


def processor() -> str:
    """Return the name of this computer's processor."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def out_of_date(root: Path) -> Iterator[str]:
    """Yield a message for each chapter that is not measured as it is."""
    results = read_results(root, FILE)
    for path in chapter_notebooks(root):
        if not is_fresh(results, path):
            yield f"{path.stem} is not measured as it is; run make timing"


def is_fresh(results: Results, path: Path) -> bool:
    """Tell whether there are measurements of a chapter's present code."""
    entry = results.get(path.stem)
    return entry is not None and entry["code"] == code_hash(read_notebook(path))


def store(root: Path, results: Results) -> None:
    """Store the measurements of the chapters that exist, in a fixed order."""
    names = {path.stem for path in chapter_notebooks(root)}
    kept = {name: one for name, one in results.items() if name in names}
    write_results(root, kept, FILE)
