"""A bar chart of proportions; bars start at zero.

Scores over several seeds belong in a dot plot: `plot_scores`.
"""

from collections.abc import Mapping

from helpers.plots.show import show
from helpers.plots.style import BLUE, drawing
from helpers.plots.values import by_name, numbers


def plot_bars(
    proportions: Mapping[str, float], title: str, xlabel: str
) -> None:
    """Draw a bar for each name, from top to bottom.

    Parameters
    ----------
    proportions
        A number from 0 to 1 by name.
    title
        The finding, in a few words.
    xlabel
        What is a proportion of what.

    Raises
    ------
    ValueError
        If there are no proportions, or one is outside of [0, 1].
    """
    named = by_name(proportions)
    values = numbers(named.values())
    pairs = list(zip(named, values, strict=True))
    wrong = [name for name, share in pairs if not 0 <= share <= 1]
    if not named or wrong:
        raise ValueError(
            "plot_bars needs proportions from 0 to 1 by name, got "
            f"{len(named)}; outside: {wrong}"
        )
    places = range(len(named))
    with drawing(title, (6.6, 0.8 + 0.28 * len(named))) as (figure, axis):
        bars = axis.barh(places, values, color=BLUE)
        axis.set_yticks(places, list(named))
        axis.bar_label(bars, fmt="{:.0%}", padding=3)
        axis.invert_yaxis()
        axis.grid(visible=False, axis="y")
        axis.margins(x=0.1)
        axis.set_xlabel(xlabel)
    described = ", ".join(f"{name} {share:.0%}" for name, share in pairs)
    show(figure, f"Bar chart of {xlabel}. {title}. {described}.")
