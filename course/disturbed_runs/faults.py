"""Plant faults in the chapters and see whether the comparison finds them.

``book/planted_faults.toml`` has the faults: for each a chapter, a cell, and
an edit of the kind that a maintainer makes. The chapter is run with the edit,
under ``pytest --nbval``, up to the first cell that is reported. What was found
is kept in ``book/planted_faults.json``, by chapter; a chapter is run again
only if its code or its faults have changed since. The page for maintainers
is written from that file. To plant all takes about an hour, so ``--check``
asks only whether all can be planted, and says which were not planted since.
"""

import argparse
import hashlib
import multiprocessing
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course.chapter_arguments import parse_chapters
from course.disturbed_runs.faults_page import publish
from course.disturbed_runs.planting import (
    FAULTS,
    Fault,
    Finding,
    edit,
    plant,
)
from course.notebooks.code_hash import code_hash
from course.report import report
from course.repository.notebooks import (
    chapter_notebooks,
    notebook_path,
    read_notebook,
)
from course.repository.results import Results, read_results, write_results

FILE = "planted_faults.json"
SHARE = 0.9
"""The share of faults that has to be found."""
FEWEST = 3
"""How many faults a chapter needs."""


def main(arguments: list[str]) -> int:
    """Plant what is not planted yet, write the page; return the status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="run nothing")
    options = parse_chapters(parser, arguments)
    root = options.root
    if not options.check:
        for name in options.notebooks:
            plant_all(root, name, options.jobs)
    findings = stored(root)
    found = sum(one.found for one in findings)
    print(f"{found} of {len(findings)} planted faults are reported")
    print(*out_of_date(root), sep="\n")
    problems = [*not_plantable(root)]
    if found < SHARE * len(findings):
        problems.append(f"fewer than {SHARE:.0%} of the faults are reported")
    problems += publish(root, findings, write=not options.check)
    return report(problems)


def not_plantable(root: Path) -> Iterator[str]:
    """Yield a message for each fault without its place, or chapter with few."""
    faults = read_faults(root)
    for fault in faults:
        try:
            edit(read_notebook(notebook_path(root, fault.notebook)), fault)
        except ValueError as error:
            yield str(error)
    for path in chapter_notebooks(root):
        count = sum(one.notebook == path.stem for one in faults)
        if count < FEWEST:
            yield f"{path.stem} has {count} faults; give it {FEWEST}"


def read_faults(root: Path) -> list[Fault]:
    """Read the registered faults."""
    text = (root / "book" / FAULTS).read_text("utf-8")
    return [Fault(**one) for one in tomllib.loads(text)["fault"]]


def plant_all(root: Path, name: str, jobs: int) -> None:
    """Plant the faults of a chapter, if its results are not fresh."""
    results = read_results(root, FILE)
    if is_fresh(results, root, name):
        return
    faults = [one for one in read_faults(root) if one.notebook == name]
    mark = mark_of(root, name)
    findings = []
    with ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn")
    ) as pool:
        for found in pool.map(plant, [root] * len(faults), faults):
            print(line(found), flush=True)
            findings.append(asdict(found))
    results = read_results(root, FILE)
    results[name] = {"mark": mark, "findings": findings}
    known = {path.stem for path in chapter_notebooks(root)}
    kept = {one: entry for one, entry in results.items() if one in known}
    write_results(root, kept, FILE)


def mark_of(root: Path, name: str) -> str:
    """Return a mark of a chapter's code and its faults."""
    faults = [asdict(one) for one in read_faults(root) if one.notebook == name]
    text = code_hash(read_notebook(notebook_path(root, name))) + repr(faults)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_fresh(results: Results, root: Path, name: str) -> bool:
    """Tell whether the findings belong to a chapter as it is."""
    entry: dict[str, Any] = results.get(name, {})
    return entry.get("mark") == mark_of(root, name)


def out_of_date(root: Path) -> Iterator[str]:
    """Yield a message for each chapter whose faults were not planted."""
    results = read_results(root, FILE)
    for path in chapter_notebooks(root):
        if not is_fresh(results, root, path.stem):
            yield (
                f"{path.stem}: its faults were not planted in it as it is; "
                f"run `python -m course faults {path.stem}`"
            )


def stored(root: Path) -> list[Finding]:
    """Return what was found in all chapters."""
    return [
        Finding(**one)
        for _, entry in sorted(read_results(root, FILE).items())
        for one in entry["findings"]
    ]


def line(found: Finding) -> str:
    """Return a line for the terminal."""
    return (
        f"{found.notebook}: {found.about} (cell {found.planted}) -> "
        f"{found.ending}"
    )
