"""Two numbers of each row against each other, coloured by group.

What a model could tell apart by these two numbers, an eye can see here.
"""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt

from helpers.plots.show import show
from helpers.plots.style import COLOURS, course_style

MARKERS = ("o", "s", "^", "D", "v", "P")


def plot_points(
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
) -> None:
    """Draw a cloud of points for each group.

    Parameters
    ----------
    groups
        By label, the points' ``(x, y)``; at most six.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the axes show, with the unit.

    Raises
    ------
    ValueError
        If there are no groups or more than six, or one has no point, or not
        as many x as y.
    """
    sizes = {name: (len(x), len(y)) for name, (x, y) in groups.items()}
    uneven = [name for name, (x, y) in sizes.items() if x != y or x == 0]
    if not 1 <= len(groups) <= len(COLOURS) or uneven:
        raise ValueError(
            f"plot_points draws 1 to {len(COLOURS)} groups with as many x as "
            f"y, got {sizes}"
        )
    told = []
    with course_style():
        figure, axis = plt.subplots(figsize=(7.4, 4.2))
        looks = zip(groups.items(), COLOURS, MARKERS, strict=False)
        for (name, (x, y)), colour, marker in looks:
            axis.scatter(
                x, y, color=colour, marker=marker, s=14, alpha=0.5, label=name
            )
            middle = sum(x) / len(x), sum(y) / len(y)
            told.append(f"{name} around {middle[0]:.3g} and {middle[1]:.3g}")
        axis.set(xlabel=xlabel, ylabel=ylabel)
        axis.legend(loc="center left", bbox_to_anchor=(1, 0.5), markerscale=2)
        figure.suptitle(title, x=0.01, ha="left")
    show(
        figure,
        f"Points of {ylabel} against {xlabel}, by group. {title}. "
        f"{'; '.join(told)}.",
    )
