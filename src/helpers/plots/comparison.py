"""Compares variants by their scores over several seeds.

Every run is a dot, so that the reader sees the spread and not only a mean.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt

from helpers.plots.show import show
from helpers.plots.style import BLUE, INK, course_style


def plot_scores(
    scores: Mapping[str, Sequence[float]], title: str, xlabel: str
) -> None:
    """Draw a row of dots for each variant, with the mean as a bar.

    Parameters
    ----------
    scores
        The scores of each variant, one for each seed.
    title
        The finding, in a few words.
    xlabel
        What the score is, with the split and the unit.

    Raises
    ------
    ValueError
        If there is no variant, or a variant without a score.
    """
    if not scores or not all(len(values) for values in scores.values()):
        raise ValueError("plot_scores needs at least one score for each name")
    table = pd.DataFrame(
        [(name, value) for name, values in scores.items() for value in values],
        columns=["variant", xlabel],
    )
    with course_style():
        figure, axis = plt.subplots(figsize=(7, 0.9 + 0.45 * len(scores)))
        sns.stripplot(
            table, x=xlabel, y="variant", color=BLUE, alpha=0.6, jitter=False,
            size=7, ax=axis,
        )  # fmt: skip
        means = table.groupby("variant", sort=False)[xlabel].mean()
        axis.scatter(means, range(len(means)), marker="|", s=300, color=INK)
        axis.margins(y=0.25)
        axis.set_ylabel("")
        figure.suptitle(title, x=0.01, ha="left")
    told = "; ".join(
        f"{name}: mean {sum(values) / len(values):.3g}, from "
        f"{min(values):.3g} to {max(values):.3g}"
        for name, values in scores.items()
    )
    show(
        figure,
        f"Dot plot of {xlabel}, a dot for each run and a bar for the mean. "
        f"{title}. {told}.",
    )
