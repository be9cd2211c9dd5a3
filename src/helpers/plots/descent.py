"""Paths of gradient descent on a loss of two parameters, seen from above.

The lines join points of equal loss, as on a map, and a star marks the lowest
point of the map; each path has a panel.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from helpers.plots.show import show
from helpers.plots.style import BLUE, GREY, INK, ORANGE, panels
from helpers.plots.values import (
    Floats,
    by_name,
    check_numbers,
    first_and_last,
    numbers,
)

CONTOURS = 12
MOST_PATHS = 4
LABEL = np.array([0.1, 0.06])  # half of a label and a mark, as shares of axes


def plot_descent(
    x: Sequence[float],
    y: Sequence[float],
    loss: Tensor,
    paths: Mapping[str, Tensor],
    title: str,
    xlabel: str,
    ylabel: str,
) -> None:
    """Draw the contours of a loss, and on them the steps of each path.

    A square marks where a path begins, a star the lowest point of the grid.
    The contours are closer in height near that point; some say their loss.

    Parameters
    ----------
    x, y
        Values of the two parameters, growing.
    loss
        ``(len(y), len(x))``, the loss at each pair of them.
    paths
        By label, the places that were visited, ``(steps, 2)``: x first. What
        lies outside the map is cut off; at most four paths.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the parameters are, with their unit.

    Raises
    ------
    ValueError
        If there is no path or more than four, a shape does not fit, or a
        number is nan or infinite.
    """
    columns, rows, heights = numbers(x), numbers(y), numbers(loss)
    named = {name: numbers(path) for name, path in by_name(paths).items()}
    _check(columns, rows, heights, named)
    row, column = np.unravel_index(heights.argmin(), heights.shape)
    star = columns[column], rows[row]
    size = (min(3.4 * len(named), 9.6) if len(named) > 1 else 5.4, 3.5)
    with panels(title, size, 1, len(named), sharey=True) as (figure, axes):
        for axis, (name, path) in zip(axes.flat, named.items(), strict=True):
            _contours(axis, columns, rows, heights, path)
            axis.plot(*path.T, color=ORANGE, marker="o", markersize=3.5)
            axis.plot(*path[0], "s", color=INK, markersize=7)
            axis.plot(*star, "*", color=BLUE, markersize=12)
            axis.set(xlim=columns[[0, -1]], ylim=rows[[0, -1]], xlabel=xlabel)
            axis.set_title(name, fontsize=10.5, weight="normal")
        axes[0, 0].set_ylabel(ylabel)
    told = "; ".join(
        f"{name}: {len(path) - 1} steps, {xlabel} "
        f"{first_and_last(path[:, 0])}, {ylabel} {first_and_last(path[:, 1])}"
        for name, path in named.items()
    )
    show(
        figure,
        f"Contour map of a loss over {xlabel} and {ylabel}, with the steps of "
        f"each path from a square on. {title}. {told}. A star marks the "
        f"lowest point of the grid, at {star[0]:.3g} and {star[1]:.3g}.",
    )


def _contours(
    axis: Axes, x: Floats, y: Floats, heights: Floats, path: Floats
) -> None:
    """Draw lines of equal loss, closer in height near the lowest point.

    Some say their loss, where the path is not in the way.
    """
    low, high = heights.min(), heights.max()
    levels = low + (high - low) * np.linspace(0, 1, CONTOURS + 1)[1:] ** 2
    lines = axis.contour(
        x, y, heights, levels=levels, colors=GREY, linewidths=0.8, alpha=0.7
    )
    size = np.array([x[-1] - x[0], y[-1] - y[0]])
    trail = _dense(path) / size
    for label in axis.clabel(
        lines, levels[1::3], fmt=_rounded, fontsize=7.5, colors=INK,
        inline=False,
    ):  # fmt: skip
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        away = np.abs(trail - np.array(label.get_position()) / size)
        label.set_visible(bool((away > LABEL).any(axis=1).all()))


def _dense(path: Floats) -> Floats:
    """Return a path with nine more places on each of its steps."""
    steps = np.arange(len(path))
    fine = np.linspace(0, len(path) - 1, 10 * (len(path) - 1) + 1)
    return np.stack([np.interp(fine, steps, line) for line in path.T], axis=1)


def _rounded(loss: float) -> str:
    """Return a loss with three digits, such as 26,500 or 0.0123."""
    return f"{float(f'{loss:.3g}'):,g}"


def _check(
    x: Floats, y: Floats, heights: Floats, paths: Mapping[str, Floats]
) -> None:
    shapes = {name: path.shape for name, path in paths.items()}
    fits = all(
        len(shape) == 2 and shape[0] > 0 and shape[1] == 2
        for shape in shapes.values()
    )
    if not 1 <= len(paths) <= MOST_PATHS or not fits:
        raise ValueError(
            f"plot_descent draws 1 to {MOST_PATHS} paths (steps, 2), got "
            f"{shapes}"
        )
    if heights.shape != (len(y), len(x)) or math.prod(heights.shape) < 4:
        raise ValueError(
            f"the loss must be (len(y), len(x)), here ({len(y)}, {len(x)}), "
            f"at least 2 by 2; got {heights.shape}"
        )
    check_numbers(heights, "losses")
    for name, path in paths.items():
        check_numbers(path, f"numbers of the path {name!r}")
