"""The loss of a run whose learning rate grows from update to update.

What one reads from it is where the loss falls, and where it begins to climb.
"""

from collections.abc import Sequence

from matplotlib import pyplot as plt

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, ORANGE, course_style


def plot_rate_range(
    rates: Sequence[float],
    losses: Sequence[float],
    smooth: Sequence[float],
    chosen: float,
    title: str,
) -> None:
    """Draw the loss against the learning rate, and the rate that was chosen.

    Parameters
    ----------
    rates
        The learning rate of each update, above 0 and growing.
    losses, smooth
        The loss of each update, as it was and smoothed; what climbs above one
        and a half times the first is cut off.
    chosen
        The learning rate that is taken from it, drawn as a vertical line.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If there are no updates, the lengths differ, or the rates, the chosen
        one included, are not above 0 and growing.
    """
    if not len(rates) == len(losses) == len(smooth) > 0:
        raise ValueError(
            "plot_rate_range needs a loss and a smooth loss for each rate, "
            f"got {len(rates)} rates, {len(losses)} and {len(smooth)} losses"
        )
    if sorted(set(rates)) != list(rates) or min(rates[0], chosen) <= 0:
        raise ValueError(
            "the rates must be above 0 and growing, and the chosen one above "
            f"0, got {rates[0]} to {rates[-1]} and {chosen}"
        )
    lowest = rates[min(range(len(smooth)), key=smooth.__getitem__)]
    with course_style():
        figure, axis = plt.subplots(figsize=(6.6, 3.4))
        axis.plot(rates, losses, color=GREY, linewidth=1, label="each update")
        axis.plot(rates, smooth, color=BLUE, label="smoothed")
        axis.axvline(chosen, color=ORANGE, linestyle="--", label="chosen")
        axis.set_xscale("log")
        axis.set_ylim(0, 1.5 * smooth[0])  # a loss that explodes leaves it
        axis.set(xlabel="learning rate of the update", ylabel="training loss")
        axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
        figure.suptitle(title, x=0.01, ha="left")
    show(
        figure,
        f"Line chart of the training loss against a learning rate that grows "
        f"from {rates[0]:.2g} to {rates[-1]:.2g}. {title}. The smoothed loss "
        f"starts at {smooth[0]:.3g}, is lowest, {min(smooth):.3g}, at "
        f"{lowest:.2g}, and ends at {smooth[-1]:.3g}; a line marks the chosen "
        f"rate {chosen:.2g}.",
    )
