"""Where a model with two inputs changes its mind: its decision boundary.

The plane is coloured by what the model predicts, the points by their class.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor

from helpers.plots.legend import Named, add_legend
from helpers.plots.show import show
from helpers.plots.style import AMBER, BLUE, INK, SKY, panels
from helpers.plots.values import Floats, by_name, check_numbers, numbers

GRID = 200
MOST_MODELS = 3
LOOKS = ((AMBER, "o"), (BLUE, "^"))


def plot_boundary(
    models: Mapping[str, Callable[[Tensor], Tensor]],
    groups: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    title: str,
    xlabel: str,
    ylabel: str,
) -> None:
    """Draw a panel for each model, with the same points in all of them.

    Parameters
    ----------
    models
        By label, a function that gives the probability of the second group:
        ``(points, 2) -> (points,)``; at most three.
    groups
        Two, by label: the points' ``(x, y)``.
    title
        The finding, in a few words.
    xlabel, ylabel
        What the inputs are, with their unit.

    Raises
    ------
    ValueError
        If there are no models or more than three, not two groups, or a number
        is nan or infinite.
    """
    named = by_name(models)
    points = {
        name: np.stack([numbers(x), numbers(y)])
        for name, (x, y) in by_name(groups).items()
    }
    if not 1 <= len(named) <= MOST_MODELS or len(points) != 2:
        raise ValueError(
            f"plot_boundary draws 1 to {MOST_MODELS} models and 2 groups, got "
            f"{len(named)} and {len(points)}"
        )
    every = np.concatenate(list(points.values()), axis=1)
    check_numbers(every, "numbers of the points")
    x, y = _axes(every)
    planes = {name: _plane(model, x, y) for name, model in named.items()}
    size = (1.6 + 3.5 * len(named), 3.8)
    with panels(title, size, 1, len(named), sharey=True) as (figure, axes):
        for axis, (name, plane) in zip(axes.flat, planes.items(), strict=True):
            _regions(axis, x, y, plane)
            drawn = _points(axis, points)
            axis.set_title(name, fontsize=10.5, weight="normal")
            axis.set_xlabel(xlabel)
        axes[0, 0].set_ylabel(ylabel)
        add_legend(
            axes[0, -1], drawn, loc="center left", bbox_to_anchor=(1, 0.5)
        )
    second = list(points)[1]
    told = [
        f"{name}: {float((plane > 0.5).mean()):.0%} of the plane"
        for name, plane in planes.items()
    ]
    show(
        figure,
        f"Points of two classes by {xlabel} and {ylabel}, on a plane coloured "
        f"by what each model predicts. {title}. Predicted {second}: "
        f"{'; '.join(told)}.",
    )


def _axes(points: Floats) -> tuple[Floats, Floats]:
    """Return the grid's numbers on both axes, each (GRID,)."""
    low, high = points.min(axis=1), points.max(axis=1)
    margin = 0.05 * (high - low)
    x, y = np.linspace(low - margin, high + margin, GRID).T
    return x, y


def _plane(model: Callable[[Tensor], Tensor], x: Floats, y: Floats) -> Floats:
    """Return what a model predicts on the grid, (GRID, GRID)."""
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    with torch.no_grad():
        found = numbers(model(torch.from_numpy(grid).float()))
    if found.shape != (GRID * GRID,):
        raise ValueError(
            "a model must give one probability for each point, "
            f"({GRID * GRID},), got {found.shape}"
        )
    return found.reshape(GRID, GRID)


def _regions(axis: Axes, x: Floats, y: Floats, plane: Floats) -> None:
    """Colour the region of the second group, and draw the boundary."""
    axis.contourf(x, y, plane, levels=[-1, 0.5, 2], colors=["white", SKY],
                  alpha=0.35)  # fmt: skip
    if plane.min() < 0.5 < plane.max():
        axis.contour(x, y, plane, levels=[0.5], colors=INK, linewidths=1.5)


def _points(axis: Axes, points: Mapping[str, Floats]) -> list[Named]:
    drawn: list[Named] = []
    for (name, (x, y)), (colour, marker) in zip(
        points.items(), LOOKS, strict=True
    ):
        dots = axis.scatter(x, y, color=colour, marker=marker, s=9, alpha=0.5)
        drawn.append((name, dots))
    return drawn
