"""Named points in a plane, such as the learned vectors of a column's levels.

Names are moved apart up and down, so that close neighbours stay readable.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from sklearn.isotonic import isotonic_regression
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import GREY, INK, drawing
from helpers.plots.values import Floats, check_numbers, numbers, texts

NEAREST_DESCRIBED = 5
NAME_HEIGHT = 0.045  # of one name, as a share of the height of the axes
NAME_GAP = 0.015  # between a point and its name, of the width


def plot_embedding_map(
    points: Tensor,
    names: Sequence[str],
    values: Sequence[float],
    title: str,
    label: str,
) -> None:
    """Draw points with their names, coloured by a value.

    Parameters
    ----------
    points
        ``(names, 2)``.
    names
        What each point is.
    values
        A number for each point, shown as its colour.
    title
        The finding, in a few words.
    label
        What the colour shows, with its unit.

    Raises
    ------
    ValueError
        If there are fewer than two points, the lengths differ, or a number is
        nan or infinite.
    """
    places, heights, names = numbers(points), numbers(values), texts(names)
    count = len(names)
    if places.shape != (count, 2) or len(heights) != count or count < 2:
        raise ValueError(
            "plot_embedding_map needs (names, 2) points with a name and a "
            f"value each, at least two; got points {places.shape}, {count} "
            f"names and {len(heights)} values"
        )
    check_numbers(places, "numbers of these points")
    check_numbers(heights, "values of these points")
    with drawing(title, (7.6, 5.2)) as (figure, axis):
        x, y = places.T
        dots = axis.scatter(x, y, c=heights, cmap="cividis", s=46, zorder=3)
        axis.margins(x=0.04, y=0.08)
        left, right = axis.get_xlim()
        axis.set_xlim(left, right + 0.3 * (right - left))
        _write_names(axis, places, names)
        axis.set(xlabel="first direction", ylabel="second direction")
        figure.colorbar(dots, label=label)
    show(figure, f"Map of {count} points. {title}. {_describe(places, names)}")


def _write_names(axis: Axes, places: Floats, names: Sequence[str]) -> None:
    """Write each name to the right of its point, none over another."""
    left, right = axis.get_xlim()
    low, high = axis.get_ylim()
    heights = _apart(places[:, 1], NAME_HEIGHT * (high - low))
    gap = NAME_GAP * (right - left)
    for name, (x, y), height in zip(names, places, heights, strict=True):
        axis.annotate(
            name, (x, y), (x + gap, height), fontsize=9, color=INK,
            va="center", textcoords="data",
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip


def _apart(heights: Floats, distance: float) -> Floats:
    """Return heights at least `distance` apart, near the given ones."""
    order = np.argsort(heights, kind="stable")
    # The nearest such heights are a monotone fit, by pooling (isotonic
    # regression) of what is left after each name has been given its room.
    room = distance * np.arange(len(heights))
    moved = np.empty_like(heights)
    moved[order] = isotonic_regression(heights[order] - room) + room
    return moved


def _describe(places: Floats, names: Sequence[str]) -> str:
    """Say which names are at the ends, and which pairs are close."""
    across = places[:, 0]
    ends = [names[int(i)] for i in (across.argmin(), across.argmax())]
    first, second = np.triu_indices(len(names), k=1)
    distances = np.hypot(*(places[first] - places[second]).T)
    nearest = np.argsort(distances, kind="stable")[:NEAREST_DESCRIBED]
    pairs = ", ".join(
        f"{names[first[i]]} and {names[second[i]]}" for i in nearest
    )
    return f"From {ends[0]} to {ends[1]}. The closest pairs: {pairs}."
