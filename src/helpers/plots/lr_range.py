"""The learning-rate range test: the loss while the rate grows step by step.

What one reads from it is where the loss falls, and where it begins to climb.
"""

import math
from collections.abc import Sequence

import numpy as np

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, ORANGE, drawing, log_scale
from helpers.plots.values import Floats, gaps, lowest, numbers


def plot_lr_range(
    rates: Sequence[float],
    losses: Sequence[float],
    smooth: Sequence[float],
    chosen: float,
    title: str,
    floor: float = 0.0,
) -> None:
    """Draw the loss against the learning rate, and the rate that was chosen.

    Parameters
    ----------
    rates
        The learning rate of each update, above 0 and growing.
    losses, smooth
        The loss of each update, as it was and smoothed; what climbs above one
        and a half times the first is cut off, and nan is not drawn.
    chosen
        The learning rate that is taken from it, drawn as a vertical line.
    title
        The finding, in a few words.
    floor
        Where the axis of the losses begins; above 0 a slight fall shows.

    Raises
    ------
    ValueError
        If there are no updates, the lengths differ, the rates, the chosen one
        included, are not above 0 and growing, or the first loss is nan.
    """
    places, each, line = numbers(rates), numbers(losses), numbers(smooth)
    _check(places, each, line, chosen)
    best = places[np.nanargmin(line)]
    with drawing(title, (6.6, 3.4)) as (figure, axis):
        axis.plot(places, each, color=GREY, linewidth=1, label="each update")
        axis.plot(places, line, color=BLUE, label="smoothed")
        axis.axvline(chosen, color=ORANGE, linestyle="--", label="chosen")
        log_scale(axis, "x")
        axis.set_ylim(floor, 1.5 * line[0])  # a loss that explodes leaves it
        axis.set(xlabel="learning rate of the update", ylabel="training loss")
        axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    show(
        figure,
        f"Line chart of the training loss against a learning rate that grows "
        f"from {places[0]:.2g} to {places[-1]:.2g}. {title}. The smoothed loss "
        f"starts at {line[0]:.3g}, is lowest, {lowest(line):.3g}, at "
        f"{best:.2g}, and ends at {line[-1]:.3g}{gaps(line)}; a line marks the "
        f"chosen rate {chosen:.2g}.",
    )


def _check(
    rates: Floats, losses: Floats, smooth: Floats, chosen: float
) -> None:
    if not len(rates) == len(losses) == len(smooth) > 0:
        raise ValueError(
            "plot_lr_range needs a loss and a smooth loss for each rate, "
            f"got {len(rates)} rates, {len(losses)} and {len(smooth)} losses"
        )
    grow = bool((np.diff(rates, prepend=0) > 0).all())  # never true for nan
    if not grow or not 0 < chosen < math.inf:
        raise ValueError(
            "the rates must be above 0 and growing, and the chosen one above "
            f"0, got {rates[0]} to {rates[-1]} and {chosen}"
        )
    if not math.isfinite(smooth[0]):
        raise ValueError(
            f"the smoothed loss starts at {smooth[0]}, so there is nothing to "
            "compare with; begin with a smaller learning rate"
        )
