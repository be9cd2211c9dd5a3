"""The figures of the chapters on tables: what they draw, say and refuse."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from torch import Tensor

from helpers.plots import (
    plot_bars,
    plot_embedding_map,
    plot_precision_recall,
    plot_roc,
    plot_scatter,
    plot_sweep,
)
from helpers.plots.embedding_map import _apart

pytest_plugins = ["figure_fixtures"]

SCORES = torch.tensor([0.1, 0.4, 0.35, 0.8])
TARGETS = torch.tensor([0, 0, 1, 1])


def test_doses_are_described_by_their_means(alts: list[str]) -> None:
    plot_sweep(
        {"wide": {0.5: [1.0, 3.0], 0.0: [4.0]}, "small": {0.0: [5.0]}},
        "Less is more",
        "dropout",
        "validation AUC",
    )
    (alt,) = alts
    assert "validation AUC against dropout" in alt
    assert "Less is more" in alt
    assert "wide, means by setting: 0: 4, 0.5: 2." in alt
    assert "small, means by setting: 0: 5." in alt
    assert not plt.get_fignums()


def test_doses_on_a_logarithmic_axis(alts: list[str]) -> None:
    plot_sweep({"a": {1: [1.0], 64: [2.0]}}, "t", "size", "score", log_x=True)
    assert "a, means by setting: 1: 1, 64: 2." in alts[0]


@pytest.mark.parametrize(
    "curves",
    [{}, {"a": {}}, {"a": {1: []}}, {str(i): {1: [1]} for i in range(7)}],
)
def test_doses_without_scores_are_refused(curves: Any) -> None:
    with pytest.raises(ValueError, match="plot_sweep draws 1 to 6 curves"):
        plot_sweep(curves, "t", "x", "y")


def test_roc_and_precision_recall_tell_the_areas(alts: list[str]) -> None:
    curves = {"net": (SCORES, TARGETS), "sure": (TARGETS.double(), TARGETS)}
    plot_roc(curves, "Sure is better")
    plot_precision_recall(curves, "Sure is better here too")
    assert "Sure is better. net: AUC 0.750; sure: AUC 1.000." in alts[0]
    assert "net: average precision 0.833; sure: average precision 1" in alts[1]


@pytest.mark.parametrize("plot", [plot_roc, plot_precision_recall])
def test_rates_of_no_model_are_refused(plot: Any) -> None:
    with pytest.raises(ValueError, match="1 to 6 models, got 0"):
        plot({}, "t")


def test_a_map_names_its_ends_and_neighbours(alts: list[str]) -> None:
    points = torch.tensor([[0.0, 0.0], [0.1, 0.0], [5.0, 1.0]])
    plot_embedding_map(
        points, ["cat", "dog", "car"], [0.1, 0.2, 0.9], "Kinds", "share"
    )
    (alt,) = alts
    assert "Map of 3 points. Kinds. From cat to car." in alt
    assert "The closest pairs: cat and dog, dog and car" in alt


@pytest.mark.parametrize(
    ("points", "names", "values"),
    [
        (torch.zeros(2, 3), ["a", "b"], [1.0, 2.0]),
        (torch.zeros(2, 2), ["a"], [1.0, 2.0]),
        (torch.zeros(2, 2), ["a", "b"], [1.0]),
        (torch.zeros(1, 2), ["a"], [1.0]),
    ],
)
def test_a_map_that_does_not_fit_is_refused(
    points: Tensor, names: list[str], values: list[float]
) -> None:
    with pytest.raises(ValueError, match="plot_embedding_map needs"):
        plot_embedding_map(points, names, values, "t", "v")


def test_points_are_described_by_the_middle_of_each_group(
    alts: list[str],
) -> None:
    groups = {"mice": ([1.0, 3.0], [5.0, 7.0]), "rats": ([8.0], [9.0])}
    plot_scatter(groups, "Rats are larger", "foot (mm)", "weight (g)")
    (alt,) = alts
    assert "weight (g) against foot (mm)" in alt
    assert "Rats are larger. mice around 2 and 6; rats around 8 and 9." in alt


def test_a_line_over_points_is_described_by_its_ends(alts: list[str]) -> None:
    rats = {"rats": ([1.0, 3.0], [5.0, 7.0])}
    line = {"fit": ([0.0, 4.0], [4.0, 8.0])}
    plot_scatter(rats, "A line", "foot (mm)", "weight (g)", line)
    assert alts == [
        "Points of weight (g) against foot (mm). A line. rats around 2 and 6; "
        "line fit: foot (mm) from 0 to 4, weight (g) from 4 to 8."
    ]


@pytest.mark.parametrize("groups", [{}, {"a": ([], [])}, {"a": ([1], [1, 2])}])
def test_points_that_do_not_fit_are_refused(groups: Any) -> None:
    with pytest.raises(ValueError, match="plot_scatter draws 1 to 6 groups"):
        plot_scatter(groups, "t", "x", "y")


def test_shares_are_told_by_name(alts: list[str]) -> None:
    plot_bars({"cooks": 0.25, "nurses": 1.0}, "More nurses", "share paid")
    (alt,) = alts
    assert alt == (
        "Bar chart of share paid. More nurses. cooks 25%, nurses 100%."
    )


@pytest.mark.parametrize("shares", [{}, {"a": 1.2}, {"a": float("nan")}])
def test_no_shares_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="proportions from 0 to 1"):
        plot_bars(shares, "t", "x")


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20))
def test_names_are_moved_apart_but_keep_their_order(
    heights: list[float],
) -> None:
    before = np.array(heights)
    after = _apart(before, 0.5)
    order = np.argsort(before, kind="stable")
    assert (np.diff(after[order]) >= 0.5 - 1e-9).all()
    assert after.mean() == pytest.approx(before.mean(), abs=1e-6)


def test_names_with_room_stay_where_they_are() -> None:
    heights = np.array([3.0, 1.0, 2.0])
    assert _apart(heights, 0.5).tolist() == [3, 1, 2]
