"""Verdicts on the claims of the course.

A claim holds if the difference is at least the margin on average, and its
interval over the seeds is above 0.
"""

import math
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy import stats

from course.evidence.registry import read_claims
from course.evidence.runs import FILE
from course.repository.results import read_results

LEVEL = 0.95


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


def judge(root: Path) -> list[Verdict]:
    """Return a verdict for each claim."""
    results = read_results(root, FILE)
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
