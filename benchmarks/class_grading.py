"""Grade a class of thirty: how long it takes, and who gets what.

``python benchmarks/class_grading.py`` hands in the first chapter thirty times,
each copy of the solution with one mistake, grades it with two processes, and
prints times.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import nbformat

from exercises import chapters

CHAPTER = next(one for one in chapters() if one.name == "02_training")
WRONG = [
    (key, CHAPTER.solution(key).edited(edit))
    for key in CHAPTER.exercises
    for mistake in CHAPTER.find(key).mistakes
    for edit in mistake.edits
]
"""Number of an exercise of the chapter, and an answer with a likely mistake."""
HOSTILE = "import os\nopen('torch.py', 'w').write('1 / 0')\nos._exit(1)"
"""The second answer of every tenth learner, in place of a mistake."""


def main() -> int:
    """Make the class, grade it, and compare with what was handed in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wanted = {
            f"learner-{n:02}": hand_in(folder / "class" / f"learner-{n:02}", n)
            for n in range(options.learners)
        }
        start = time.perf_counter()
        grade(folder, options.processes)
        seconds = time.perf_counter() - start
        rows = read(folder / "grades.csv")
    print(
        f"{len(wanted)} notebooks, {options.processes} processes: "
        f"{seconds:.0f} s, {seconds / len(wanted):.1f} s a notebook"
    )
    found = defaultdict(set)
    for row in rows:
        if row["passed"] == "0":
            found[row["learner"]].add(row["exercise"])
    right = sum(key in found[name] for name, key in wanted.items())
    print(f"{len(rows)} rows; {right} of {len(wanted)} mistakes found")
    print(f"{sum(map(len, found.values())) - right} other answers rejected:")
    for name, key in wanted.items():
        if found[name] - {key}:
            print(f"  {name}: {key} is wrong, rejected {sorted(found[name])}")
    return 0 if right == len(wanted) else 1


def hand_in(folder: Path, number: int) -> str:
    """Save a copy of the solution with a mistake; return its exercise."""
    notebook = nbformat.read(CHAPTER.path, as_version=4)
    key: str
    key, wrong = WRONG[number % len(WRONG)]
    if number % 10 == 9:
        key = "2.2"
    for cell in notebook.cells:
        if not cell.source.startswith(f"# ANSWER {key}\n"):
            continue
        first = f"# ANSWER {key}\n"
        cell.source = first + HOSTILE if number % 10 == 9 else wrong
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "homework.ipynb")
    return key


def grade(folder: Path, processes: int) -> None:
    """Run the command that a teacher would run."""
    command = [
        *(sys.executable, "-m", "grading", "class", "--csv", "grades.csv"),
        *("--jobs", str(processes)),
    ]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of the table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
