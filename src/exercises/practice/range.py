"""Read a range test."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    low = 10 ** rng.uniform(-6, -4)
    rates = low * 1e5 ** np.linspace(0, 1, 100)
    middle, best = rng.integers(35, 45), rng.uniform(0.6, 0.9)
    place = np.arange(100)
    falls = 1 / (1 + np.exp((place - middle) / 6))
    losses = best + (rng.uniform(2.2, 2.6) - best) * falls
    losses *= rng.uniform(0.85, 1.15, 100)
    losses *= 1 + np.exp((place - rng.integers(72, 82)) / 3)
    losses[middle + rng.integers(-8, 8)] = 0.1  # one batch of easy rows
    last = int(np.flatnonzero(losses > 4 * losses[0])[0])
    if rng.uniform() < 0.7:
        losses[last] = np.nan
    return {"rates": rates[: last + 1], "losses": losses[: last + 1]}


def _lowest(losses: Array) -> int:
    """Return where the mean with weights that fade into the past is lowest."""
    means = []
    for last in range(len(losses)):
        weights = 0.9 ** np.arange(last, -1.0, -1)
        means.append(np.average(losses[: last + 1], weights=weights))
    return int(np.nanargmin(means))


def _expected(rates: Array, losses: Array) -> float:
    return float(rates[_lowest(losses)] / 10)


EXERCISE = Exercise(
    section="the-learning-rate",
    hints=(
        "Plot both, losses and smoothed losses. Where is each lowest?",
        "Smooth first, with the correction for the start; the rate is that of "
        "the lowest smoothed loss, made ten times smaller.",
        "Go through the losses with a running mean, divide it by one minus "
        "nine tenths to the power of how many it has seen, and forget what "
        "is nan before you look for the lowest.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "that is the rate of the lowest loss, where the climb begins "
            "already",
            (" / 10", ""),
        ),
        Mistake(
            "a single lucky batch decides: the losses are not smoothed",
            ("torch.stack(smooth)", "losses.nan_to_num(1e9)"),
        ),
        Mistake(
            "the first smoothed values are far too small: the mean starts at "
            "zero, and that is not corrected",
            (" / (1 - 0.9**k)", ""),
        ),
        Mistake(
            "where the last loss is nan, your lowest loss is that one",
            (".nan_to_num(1e9)", ""),
        ),
    ),
    rounds=6,
)
