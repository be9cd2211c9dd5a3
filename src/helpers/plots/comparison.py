"""Compares variants by their scores over several seeds.

Every run is a dot, so that the reader sees the spread and not only a mean.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import seaborn as sns

from helpers.plots.show import show
from helpers.plots.style import BLUE, INK, drawing
from helpers.plots.values import by_name, gaps, highest, lowest, numbers


def plot_scores(
    scores: Mapping[str, Sequence[float]], title: str, xlabel: str
) -> None:
    """Draw a row of dots for each variant, with the mean as a bar.

    Parameters
    ----------
    scores
        The scores of each variant, one for each seed. With a score that is
        nan, a variant has no mean.
    title
        The finding, in a few words.
    xlabel
        What the score is, with the split and the unit.

    Raises
    ------
    ValueError
        If there is no variant, or a variant without a score.
    """
    named = {name: numbers(values) for name, values in by_name(scores).items()}
    if not named or not all(len(values) for values in named.values()):
        raise ValueError("plot_scores needs at least one score for each name")
    places = range(len(named))
    # Numbers stand for the names, so that no name is taken for something else.
    table = pd.DataFrame(
        [(str(p), v) for p, vs in enumerate(named.values()) for v in vs],
        columns=["variant", "score"],
    )
    means = [sum(values) / len(values) for values in named.values()]
    with drawing(title, (7, 0.9 + 0.45 * len(named))) as (figure, axis):
        sns.stripplot(
            table, x="score", y="variant", color=BLUE, alpha=0.6, jitter=False,
            size=7, ax=axis,
        )  # fmt: skip
        there = [place for place in places if np.isfinite(means[place])]
        axis.scatter(
            [means[place] for place in there], there, marker="|", s=300,
            color=INK,
        )  # fmt: skip
        axis.margins(y=0.25)
        axis.set_yticks(places, list(named))
        axis.set(xlabel=xlabel, ylabel="")
    described = "; ".join(
        f"{name}: mean {mean:.3g}, from {lowest(values):.3g} to "
        f"{highest(values):.3g}{gaps(values)}"
        for (name, values), mean in zip(named.items(), means, strict=True)
    )
    show(
        figure,
        f"Dot plot of {xlabel}, a dot for each run and a bar for the mean. "
        f"{title}. {described}.",
    )
