"""Scores with their intervals below one another, to be compared by eye.

Whether two models differ is not read from two intervals, but from one of their
difference; draw that one, too.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, drawing
from helpers.plots.values import Floats, by_name, numbers


def plot_intervals(
    intervals: Mapping[str, Sequence[float]],
    title: str,
    xlabel: str,
    mark: float | None = None,
) -> None:
    """Draw a dot with a line from low to high for each name.

    Parameters
    ----------
    intervals
        By label ``(value, low, high)``, such as a
        :class:`helpers.metrics.Difference`; the first is drawn on top.
    title
        The finding, in a few words.
    xlabel
        What the value is, with the split and the unit.
    mark
        A value to compare with, drawn as a vertical line; for differences 0.

    Raises
    ------
    ValueError
        If there are no intervals, or one does not consist of three finite
        numbers with ``low <= high``.
    """
    named = {name: numbers(row) for name, row in by_name(intervals).items()}
    if not named:
        raise ValueError("plot_intervals needs at least one interval")
    for name, row in named.items():
        _check(name, row)
    places = range(len(named))
    with drawing(title, (7, 1.1 + 0.4 * len(named))) as (figure, axis):
        for place, (value, low, high) in zip(
            places, named.values(), strict=True
        ):
            axis.plot([low, high], [place, place], color=BLUE, marker="|")
            axis.plot([value], [place], color=BLUE, marker="o", markersize=7)
        if mark is not None:
            axis.axvline(mark, color=GREY, linestyle="--", linewidth=1)
        axis.set_yticks(places, list(named))
        axis.set_ylim(len(named) - 0.5, -0.5)
        axis.margins(x=0.08)
        axis.grid(visible=False, axis="y")
        axis.set_xlabel(xlabel)
    described = "; ".join(
        f"{name}: {value:.3g}, from {low:.3g} to {high:.3g}"
        for name, (value, low, high) in named.items()
    )
    line = "" if mark is None else f" A line marks {mark:g}."
    show(
        figure,
        f"Dots with intervals of {xlabel}. {title}. {described}.{line}",
    )


def _check(name: str, row: Floats) -> None:
    fits = row.shape == (3,) and bool(np.isfinite(row).all())
    if not fits or row[1] > row[2]:
        raise ValueError(
            f"{name!r} must be (value, low, high) with low <= high, got "
            f"{tuple(row.tolist())}"
        )
