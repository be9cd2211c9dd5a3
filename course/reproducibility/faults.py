"""Plant faults in the chapters and see whether the comparison finds them.

``book/planted_faults.toml`` has the faults: for each a chapter, a cell, and
an edit of the kind that a maintainer makes. The chapter is run with the edit,
under ``pytest --nbval``, up to the first cell that is reported. What was found
is kept in ``book/planted_faults.json``.
"""

import argparse
import json
import multiprocessing
import tomllib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from course.repository.notebooks import (
    write_text,
)
from course.repository.root import REPOSITORY
from course.reproducibility.planting import FAULTS, Fault, Finding, plant

RESULTS = "planted_faults.json"
SHARE = 0.9
"""The share of faults that has to be found."""


def main(arguments: list[str]) -> int:
    """Plant the faults, print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", help="such as 04_transfer; default: all"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    faults = [
        one
        for one in read_faults(options.root)
        if not options.notebooks or one.notebook in options.notebooks
    ]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, spawn) as pool:
        findings = []
        for found in pool.map(plant, [options.root] * len(faults), faults):
            print(line(found), flush=True)
            findings.append(found)
    if not options.notebooks:
        text = json.dumps([asdict(one) for one in findings], indent=1)
        write_text(options.root / "book" / RESULTS, text + "\n")
    count = sum(one.found for one in findings)
    print(f"{count} of {len(findings)} planted faults reported")
    return 0 if count >= SHARE * len(findings) else 1


def read_faults(root: Path) -> list[Fault]:
    """Read the registered faults."""
    text = (root / "book" / FAULTS).read_text("utf-8")
    return [Fault(**one) for one in tomllib.loads(text)["fault"]]


def line(found: Finding) -> str:
    """Return a line of the table."""
    if found.reported is None:
        ending = "NOT reported"
    elif not found.found:
        ending = f"FALSE ALARM in cell {found.reported}: {found.message}"
    else:
        ending = f"cell {found.reported}: {found.message}"
    return f"{found.notebook}: {found.about} (cell {found.planted}) -> {ending}"
