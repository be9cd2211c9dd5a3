"""Compares variants by their scores over several seeds.

Every run is a dot, so that the reader sees the spread and not only a mean.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import seaborn as sns

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, INK, drawing
from helpers.plots.values import (
    Floats,
    by_name,
    gaps,
    highest,
    lowest,
    numbers,
)


def plot_scores(
    scores: Mapping[str, Sequence[float]],
    title: str,
    xlabel: str,
    pairs: str | None = None,
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
    pairs
        What a dot is, such as ``"patient"``, if it is not a run: the first
        scores of all variants are one patient's, the second another's, and
        a line joins the dots of each.

    Raises
    ------
    ValueError
        If there is no variant, or a variant without a score; with ``pairs``,
        if the variants do not have as many scores as one another.
    """
    named = {name: numbers(values) for name, values in by_name(scores).items()}
    _check(named, pairs)
    places = range(len(named))
    # Numbers stand for the names, so that no name is taken for something else.
    table = pd.DataFrame(
        [(str(p), v) for p, vs in enumerate(named.values()) for v in vs],
        columns=["variant", "score"],
    )
    means = [sum(values) / len(values) for values in named.values()]
    height = 0.45 if pairs is None else 0.7  # lines need room
    with drawing(title, (7, 0.9 + height * len(named))) as (figure, axis):
        if pairs is not None:
            joined = np.stack(list(named.values()))  # (variants, pairs)
            axis.plot(joined, places, color=GREY, linewidth=1, alpha=0.6)
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
    dots = (
        "a dot for each run"
        if pairs is None
        else f"a dot for each {pairs}, joined by a line,"
    )
    show(
        figure,
        f"Dot plot of {xlabel}, {dots} and a bar for the mean. {title}. "
        f"{described}.",
    )


def _check(named: Mapping[str, Floats], pairs: str | None) -> None:
    """Refuse scores that cannot be drawn."""
    if not named or not all(len(values) for values in named.values()):
        raise ValueError("plot_scores needs at least one score for each name")
    sizes = {name: len(values) for name, values in named.items()}
    if pairs is not None and len(set(sizes.values())) > 1:
        raise ValueError(
            f"a {pairs} needs a score in each variant, got {sizes}"
        )
