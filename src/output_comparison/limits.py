"""How far a trained number may lie from what was measured.

A number has been printed by several runs of the same code, whose rounding
was disturbed. Another run is one more draw from the same distribution, so it
lies in a prediction interval around the mean of the runs (Student's t). The
level is chosen for the whole course: of a hundred thousand numbers that are
right, one falls outside.

Few runs tell little about the spread of one number, so what is known of those
printed beside it is pooled, as in moderated t statistics (Smyth 2004): they
count for as much as `PRIOR` runs.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import special  # scipy.stats takes a second to import

RISK = 1e-5
"""The share of true repetitions that may fall outside, two sides together."""

PRIOR = 4.0
"""How many degrees of freedom the pooled variance has."""


@dataclass(frozen=True)
class Limits:
    """The interval that a number has to lie in, both ends included."""

    low: float
    high: float

    def hold(self, value: float) -> bool:
        """Tell whether a number lies within; nan does not."""
        return self.low <= value <= self.high


def limits(
    values: Sequence[float], pooled: float | None = None, unit: float = 0.0
) -> Limits:
    """Return the limits for one more run.

    Parameters
    ----------
    values
        The number in each run so far, at least two.
    pooled
        The variance that the numbers beside it suggest, if there are any.
    unit
        What the last printed place is worth: rounding may add one of it,
        and subtracting binary fractions a bit of a bit.

    Returns
    -------
    Limits
        The prediction interval at the level 1 - `RISK`.
    """
    count = len(values)
    mean, variance = statistics.fmean(values), statistics.variance(values)
    freedom = count - 1.0
    if pooled is not None:
        variance = freedom * variance + PRIOR * pooled
        freedom += PRIOR
        variance /= freedom
    reach = -float(special.stdtrit(freedom, RISK / 2))
    reach = reach * math.sqrt(variance * (1 + 1 / count)) + unit * (1 + 1e-6)
    return Limits(mean - reach, mean + reach)
