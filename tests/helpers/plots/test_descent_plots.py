"""Descent on a loss and decision boundaries: what they say and refuse."""

from typing import Any

import pytest
import torch
from matplotlib import pyplot as plt

from helpers.plots import plot_boundary, plot_descent

pytest_plugins = ["figure_fixtures"]

X, Y = [0.0, 1.0, 2.0], [0.0, 1.0]
LOSS = torch.tensor([[2.0, 1.0, 2.0], [3.0, 2.0, 3.0]])
PATH = torch.tensor([[0.0, 1.0], [0.5, 0.5], [1.0, 0.25]])
GROUPS = {"low": ([0.0, 1.0], [0.0, 0.0]), "high": ([0.0, 1.0], [1.0, 1.0])}


def test_where_a_path_begins_and_ends_is_told(alts: list[str]) -> None:
    plot_descent(X, Y, LOSS, {"slow": PATH}, "It walks down", "w", "b")
    (alt,) = alts
    assert "Contour map of a loss over w and b" in alt
    assert alt.endswith(
        "It walks down. slow: 2 steps, w from 0 to 1, b from 1 to 0.25. "
        "A star marks the lowest point of the grid, at 1 and 0."
    )
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("loss", "paths", "message"),
    [
        (LOSS.T, {"a": PATH}, "the loss must be"),
        (LOSS, {}, "1 to 4 paths"),
        (LOSS, {"a": PATH[0]}, "1 to 4 paths"),
        (LOSS, {str(k): PATH for k in range(5)}, "1 to 4 paths"),
        (LOSS * torch.inf, {"a": PATH}, "losses are nan or infinite"),
        (LOSS, {"a": PATH * torch.nan}, "the path 'a' are nan or infinite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    loss: Any, paths: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plot_descent(X, Y, loss, paths, "t", "w", "b")


def test_how_much_of_the_plane_goes_to_a_class_is_told(
    alts: list[str],
) -> None:
    models = {
        "half": lambda points: (points[:, 1] > 0.5).float(),
        "never": lambda points: torch.zeros(len(points)),
    }
    plot_boundary(models, GROUPS, "One model cuts the plane", "a", "b")
    (alt,) = alts
    assert (
        "Predicted high: half: 50% of the plane; never: 0% of the plane." in alt
    )
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("models", "groups", "message"),
    [
        ({}, GROUPS, "1 to 3 models and 2 groups"),
        ({"a": lambda x: x[:, 0]}, {"one": ([0.0], [1.0])}, "2 groups"),
        (
            {"a": lambda x: x[:, 0]},
            {**GROUPS, "low": ([torch.nan], [1.0])},
            "numbers of the points are nan or infinite",
        ),
        ({"a": lambda x: x}, GROUPS, "one probability for each point"),
    ],
)
def test_models_that_do_not_fit_are_refused(
    models: Any, groups: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plot_boundary(models, groups, "t", "a", "b")
