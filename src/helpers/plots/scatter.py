"""Two numbers of each row against each other, coloured by group.

What a model could tell apart by these two numbers, an eye can see here.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.plots.legend import OUTSIDE, Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import COLOURS, drawing
from helpers.plots.values import (
    Floats,
    by_name,
    first_and_last,
    gaps,
    numbers,
)

MARKERS = ("o", "s", "^", "D", "v", "P")


def plot_scatter(
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
) -> None:
    """Draw a cloud of points for each group, and lines if there are any.

    Parameters
    ----------
    groups
        By label, the points' ``(x, y)``; at most six. A point with a nan is
        not drawn.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the axes show, with the unit.
    lines
        By label, the corners ``(x, y)`` of lines over the points, such as
        what a model predicts. With the groups, at most six.

    Raises
    ------
    ValueError
        If there are no groups, or with the lines more than six, or one has
        no point, or not as many x as y.
    """
    named, ruled = _pairs(groups), _pairs(lines or {})
    sizes = [
        (name, len(x), len(y))
        for name, (x, y) in (*named.items(), *ruled.items())
    ]
    uneven = [name for name, x, y in sizes if x != y or x == 0]
    if not named or len(sizes) > len(COLOURS) or uneven:
        raise ValueError(
            f"plot_scatter draws 1 to {len(COLOURS)} groups with as many x as "
            f"y, got {sizes}"
        )
    described = []
    drawn: list[Named] = []
    with drawing(title, (7.4, 4.2)) as (figure, axis):
        colours = iter(COLOURS)
        looks = zip(named.items(), colours, MARKERS, strict=False)
        for (name, (x, y)), colour, marker in looks:
            dots = axis.scatter(
                x, y, color=colour, marker=marker, s=14, alpha=0.5
            )
            drawn.append((name, dots))
            described.append(f"{name} around {_middle(x, y)}")
        for (name, (x, y)), colour in zip(ruled.items(), colours, strict=False):
            (line,) = axis.plot(x, y, color=colour)
            drawn.append((name, line))
            described.append(
                f"line {name}: {xlabel} {first_and_last(x)}, {ylabel} "
                f"{first_and_last(y)}"
            )
        axis.set(xlabel=xlabel, ylabel=ylabel)
        if len(drawn) > 1:
            add_legend(axis, drawn, **OUTSIDE, markerscale=2)
    by_group = ", by group" if len(named) > 1 else ""
    show(
        figure,
        f"Points of {ylabel} against {xlabel}{by_group}. {title}. "
        f"{'; '.join(described)}.",
    )


def _pairs(
    given: Mapping[str, tuple[Sequence[float], Sequence[float]]],
) -> dict[str, tuple[Floats, Floats]]:
    return {
        name: (numbers(x), numbers(y))
        for name, (x, y) in by_name(given).items()
    }


def _middle(x: Floats, y: Floats) -> str:
    """Return the mean of the points that are drawn, as words."""
    there = np.isfinite(x) & np.isfinite(y)
    if not there.any():
        return f"nothing{gaps(x + y)}"
    middle = sum(x[there]) / there.sum(), sum(y[there]) / there.sum()
    return f"{middle[0]:.3g} and {middle[1]:.3g}{gaps(x + y)}"
