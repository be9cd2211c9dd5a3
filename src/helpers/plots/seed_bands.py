"""Lines with a band around them: the median and the range over several seeds.

A curve of one seed may be luck; the band shows how far the seeds lie apart.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from torch import Tensor

from helpers.plots.legend import OUTSIDE, Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, LINES, drawing, log_scale
from helpers.plots.values import by_name, first_and_last, gaps, numbers


def plot_seed_bands(
    runs: Mapping[str, Tensor],
    title: str,
    xlabel: str,
    ylabel: str,
    x: Sequence[float],
    log_y: bool = False,
) -> None:
    """Draw the median of several runs as a line, their range as a band.

    Parameters
    ----------
    runs
        ``(seeds, places)`` by label, at most six. At a place where a run has
        no number, nothing is drawn.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the axes show, with the unit.
    x
        Where the values stand, as many as there are places.
    log_y
        Whether the vertical axis is logarithmic.

    Raises
    ------
    ValueError
        If there are no runs, more than six, or a shape does not fit ``x``.
    """
    named = {name: numbers(values) for name, values in by_name(runs).items()}
    places = numbers(x)
    shapes = {name: values.shape for name, values in named.items()}
    fits = all(
        len(shape) == 2 and shape[0] > 0 and shape[1] == len(places)
        for shape in shapes.values()
    )
    if not 1 <= len(named) <= len(COLOURS) or not fits or len(places) == 0:
        raise ValueError(
            f"plot_seed_bands draws 1 to {len(COLOURS)} sets of runs (seeds, "
            f"{len(places)} places), got {shapes}"
        )
    described = []
    drawn: list[Named] = []
    with drawing(title, (7.4, 3.6)) as (figure, axis):
        looks = zip(named.items(), COLOURS, LINES, strict=False)
        for (name, scores), colour, line in looks:
            middle = np.median(scores, axis=0)
            (artist,) = axis.plot(places, middle, color=colour, linestyle=line)
            drawn.append((name, artist))
            axis.fill_between(
                places, scores.min(axis=0), scores.max(axis=0), color=colour,
                alpha=0.15, linewidth=0,
            )  # fmt: skip
            described.append(f"{name} {first_and_last(middle)}{gaps(scores)}")
        axis.set(xlabel=xlabel, ylabel=ylabel)
        if log_y:
            log_scale(axis, "y")
        add_legend(axis, drawn, **OUTSIDE)
    show(
        figure,
        f"Line chart of {ylabel} against {xlabel}, a line for the middle of "
        f"the seeds and a band for their range. {title}. "
        f"{'; '.join(described)}.",
    )
