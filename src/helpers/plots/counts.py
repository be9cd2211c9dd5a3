"""How often something occurs: lengths as a histogram, labels as bars.

Look at these before any model: they decide limits, losses and metrics.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, drawing
from helpers.plots.values import check_numbers, is_missing, numbers, texts

MISSING = "(missing)"


def plot_histogram(
    values: Sequence[float], title: str, xlabel: str, mark: float | None = None
) -> None:
    """Draw a histogram.

    Parameters
    ----------
    values
        One number for each row.
    title
        The finding, in a few words.
    xlabel
        What is counted, with its unit.
    mark
        A limit to draw as a vertical line.

    Raises
    ------
    ValueError
        If there are no numbers, or some are nan or infinite.
    """
    counted = numbers(values)
    if len(counted) == 0:
        raise ValueError("nothing to count: no numbers were given")
    check_numbers(counted, "numbers")
    low, middle, high = np.quantile(counted, [0.05, 0.5, 0.95])
    with drawing(title, (6.6, 2.8)) as (figure, axis):
        axis.hist(counted, bins=40, color=BLUE)
        axis.set(xlabel=xlabel, ylabel="rows")
        if mark is not None:
            axis.axvline(mark, color=GREY, linestyle="--")
    limit = "" if mark is None else f" A line marks {mark:g}."
    show(
        figure,
        f"Histogram of {xlabel} of {len(counted)} rows. {title}. Nine tenths "
        f"lie between {low:.4g} and {high:.4g}, the middle is {middle:.4g}."
        f"{limit}",
    )


def plot_label_counts(labels: Sequence[str], title: str) -> None:
    """Draw a bar for each label, the most frequent on top.

    Parameters
    ----------
    labels
        The name of each row's label; those that are missing are counted too.
    title
        The finding, in a few words.

    Raises
    ------
    ValueError
        If there are no labels.
    """
    if len(labels) == 0:
        raise ValueError("nothing to count: no labels were given")
    named = [MISSING if is_missing(one) else one for one in labels]
    found = Counter(texts(named)).most_common()
    names, counts = zip(*found, strict=True)
    places = range(len(names))
    with drawing(title, (6.6, 0.8 + 0.28 * len(names))) as (figure, axis):
        bars = axis.barh(places, counts, color=BLUE)
        axis.set_yticks(places, names)
        axis.bar_label(bars, padding=3)
        axis.invert_yaxis()
        axis.grid(visible=False, axis="y")
        axis.set_xlabel("rows")
    described = ", ".join(
        f"{name} {count}" for name, count in zip(names, counts, strict=True)
    )
    show(figure, f"Bar chart of rows by label. {title}. {described}.")
