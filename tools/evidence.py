"""Judge the claims of the course by their runs, and write the evidence page.

The runs are those of ``tools/claims.py``. A claim holds if the difference is
at least the margin on average, and its interval over the seeds is above 0.
"""

import argparse
import math
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from claims import (
    APART,
    SEEDS,
    is_fresh,
    notebook_path,
    numbers_of,
    read_claims,
    read_results,
)
from notebook_files import REPOSITORY, read_notebook, write_text
from scipy import stats

LEVEL = 0.95
COLUMNS = "| Claim | Better | Worse | Gain | Interval | Margin | Runs |"
INTRODUCTION = """\
# Evidence

What the course claims, with the numbers behind it. Each chapter was run from
top to bottom with five seeds, by `make claims`; every run draws its own
weights, orders and samples. A claim *holds* if the difference is at least the
margin on average and the interval of the mean difference lies above zero
(Student's t over the seeds, at <!--fact: LEVEL-->95 %<!--/fact-->). The data
and their test parts are the same in every run, so the intervals tell about
luck in training, not about other data. A chapter may average over several
seeds, counted on from its own. Where two runs lie less than ten seeds apart,
such averages share some trainings; their interval is then narrower than it
should be. A number without chance in it, such as that of a linear model, is
the same in every run.

The file `book/claims.json` has all numbers and what they were made with. A
test fails if the numbers that a chapter stores are not those of its run with
seed 0.
"""


@dataclass(frozen=True)
class Verdict:
    """What the runs say about one claim.

    Attributes
    ----------
    claim
        Its entry in ``book/claims.toml``.
    better, worse
        The two numbers in each run; a fixed threshold is repeated.
    margin
        How far apart they must be on average.
    """

    claim: dict[str, Any]
    better: list[float]
    worse: list[float]
    margin: float

    @property
    def gains(self) -> list[float]:
        """By how much each run is better, slack included, in their unit."""
        sign = -1 if self.claim.get("lower_is_better") else 1
        slack = self.claim.get("slack", 0.0)
        pairs = zip(self.better, self.worse, strict=True)
        return [sign * (one - other) + slack for one, other in pairs]

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of the mean gain."""
        count = len(self.gains)
        mean = statistics.mean(self.gains)
        spread = statistics.stdev(self.gains) / math.sqrt(count)
        reach = float(stats.t.ppf((1 + LEVEL) / 2, count - 1)) * spread
        return mean - reach, mean + reach

    @property
    def holds(self) -> bool:
        """Whether the claim stands."""
        mean = statistics.mean(self.gains)
        return mean >= self.margin and self.interval[0] > 0


def main(arguments: list[str] | None = None) -> int:
    """Check the claims, or write the page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    parser.add_argument("--write", action="store_true", help="write the page")
    options = parser.parse_args(arguments)
    problems = list(out_of_date(options.root))
    if not problems:
        verdicts = judge(options.root)
        problems = [
            f"claim {one.claim['id']} does not hold; rewrite it in the text"
            for one in verdicts
            if not one.holds
        ]
        text = "\n".join(page(options.root, verdicts)) + "\n"
        path = options.root / "book" / "evidence.md"
        if options.write:
            write_text(path, text)
        elif not path.exists() or path.read_text("utf-8") != text:
            problems.append(f"{path} is not of these runs; use --write")
    print(*problems, sep="\n", file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


def out_of_date(root: Path) -> Iterator[str]:
    """Yield a message for each notebook without fresh results."""
    results = read_results(root)
    for name in dict.fromkeys(one["notebook"] for one in read_claims(root)):
        path, entry = notebook_path(root, name), results.get(name)
        if entry is None or len(entry["runs"]) < SEEDS:
            yield f"{name} has claims, but not {SEEDS} runs; run make claims"
        elif not is_fresh(entry, path, numbers_of(root, name)):
            yield f"{name} has changed since make claims; run it again"


def judge(root: Path) -> list[Verdict]:
    """Return a verdict for each claim."""
    results = read_results(root)
    return [
        _verdict(one, results[one["notebook"]]) for one in read_claims(root)
    ]


def _verdict(claim: dict[str, Any], entry: dict[str, Any]) -> Verdict:
    runs = [entry["runs"][seed] for seed in sorted(entry["runs"], key=int)]

    def column(side: str | float) -> list[float]:
        if isinstance(side, str):
            try:
                return [float(run[side]) for run in runs]
            except KeyError:
                raise ValueError(
                    f"claim {claim['id']}: {claim['notebook']} notes no {side}"
                ) from None
        return [float(side)] * len(runs)

    worse = column(claim["worse"])
    margin = claim.get("margin", 0.0)
    if "share" in claim:  # of the worse number
        margin = claim["share"] * abs(statistics.mean(worse))
    return Verdict(claim, column(claim["better"]), worse, margin)


def page(root: Path, verdicts: list[Verdict]) -> Iterator[str]:
    """Yield the lines of the evidence page."""
    yield INTRODUCTION
    results = read_results(root)
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
        told = ", ".join(f"{key} {value}" for key, value in made.items())
        yield f"\nMade with {told.replace('machine ', '')}."
        yield f"{_seeds(results[name]['runs'])}\n"


def _seeds(runs: dict[str, Any]) -> str:
    """Name the seeds, and say what it means if they are neighbours."""
    seeds = sorted(map(int, runs))
    told = f"Seeds {', '.join(map(str, seeds))}"
    if min(b - a for a, b in pairwise(seeds)) < APART:
        return f"{told}: neighbours, so averages over seeds share some of them."
    return f"{told}."


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


if __name__ == "__main__":
    sys.exit(main())
