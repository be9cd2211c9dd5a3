"""The evidence page: each claim with its numbers, chapter by chapter."""

import statistics
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from course.evidence.runs import APART, FILE
from course.evidence.verdicts import Verdict
from course.repository.notebooks import notebook_path, read_notebook
from course.repository.results import read_results

COLUMNS = "| Claim | Better | Worse | Gain | Interval | Margin | Runs |"
INTRODUCTION = """\
# Evidence

What the course claims, with the numbers behind it. Each chapter was run from
top to bottom with five seeds, by `make claims`; every run draws its own
weights, orders and samples. A claim *holds* if the difference is at least the
margin on average and the interval of the mean difference lies above zero
(Student's t over the seeds, at <!--fact: LEVEL-->95 %<!--/fact-->). The data
and their test splits are the same in every run, so the intervals tell about
luck in training, not about other data. A chapter may average over several
seeds, counted on from its own. Where two runs lie less than ten seeds apart,
such averages share some trainings; their interval is then narrower than it
should be. A number without chance in it, such as that of a linear model, is
the same in every run.

The file `book/claims.json` has all numbers and what they were made with. A
test fails if the numbers that a chapter stores are not those of its run with
seed 0.
"""


def page(root: Path, verdicts: list[Verdict]) -> Iterator[str]:
    """Yield the lines of the evidence page."""
    yield INTRODUCTION
    results = read_results(root, FILE)
    for name in dict.fromkeys(one.claim["notebook"] for one in verdicts):
        title = read_notebook(notebook_path(root, name)).cells[0].source
        heading = title.splitlines()[0].removeprefix("# ")
        yield f"## [{heading}](../notebooks/{name}.ipynb)\n"
        yield COLUMNS
        yield "|---" * COLUMNS.count(" | ") + "|---|"
        for one in verdicts:
            if one.claim["notebook"] == name:
                yield _row(one)
        made = results[name]["made_with"]
        words = ", ".join(f"{key} {value}" for key, value in made.items())
        yield f"\nMade with {words.replace('machine ', '')}."
        yield f"{_seeds(results[name]['runs'])}\n"


def _seeds(runs: dict[str, Any]) -> str:
    """Name the seeds, and say what it means if they are neighbours."""
    seeds = sorted(map(int, runs))
    words = f"Seeds {', '.join(map(str, seeds))}"
    if min(b - a for a, b in pairwise(seeds)) < APART:
        return (
            f"{words}: neighbours, so averages over seeds share some of them."
        )
    return f"{words}."


def _row(one: Verdict) -> str:
    """Return a line of the table; the numbers are facts of the runs."""
    low, high = one.interval
    numbers = (
        _spread(one.better),
        _spread(one.worse),
        f"{statistics.mean(one.gains):.4g}",
        f"{low:.4g} to {high:.4g}",
        f"{one.margin:.4g}",
    )
    cells = [f"<!--fact: make claims-->{n}<!--/fact-->" for n in numbers]
    verdict = "holds" if one.holds else "**does not hold**"
    runs = f"{len(one.gains)}, {verdict}"
    return f"| {one.claim['text']} | {' | '.join(cells)} | {runs} |"


def _spread(values: list[float]) -> str:
    if min(values) == max(values):
        return f"{values[0]:.4g}"
    mean = statistics.mean(values)
    return f"{mean:.4g} ({min(values):.4g} to {max(values):.4g})"
