"""The figures of the chapter on evaluation: what they say and refuse."""

from typing import Any

import pytest
from matplotlib import pyplot as plt

from helpers.metrics import Difference
from helpers.plots import plot_intervals, plot_scores

pytest_plugins = ["figure_fixtures"]


def test_intervals_are_told_with_their_ends(alts: list[str]) -> None:
    plot_intervals(
        {"rows": (0.5, 0.25, 0.75), "plots": Difference(-0.1, -0.3, 0.1)},
        "Plots are wider",
        "validation macro-F1",
        mark=0,
    )
    (alt,) = alts
    assert "intervals of validation macro-F1. Plots are wider." in alt
    assert "rows: 0.5, from 0.25 to 0.75; plots: -0.1, from -0.3" in alt
    assert alt.endswith("A line marks 0.")
    assert not plt.get_fignums()


def test_intervals_without_a_mark_tell_none(alts: list[str]) -> None:
    plot_intervals({"one": (1.0, 1.0, 1.0)}, "t", "x")
    assert "marks" not in alts[0]


def test_no_intervals_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one interval"):
        plot_intervals({}, "t", "x")


@pytest.mark.parametrize(
    "numbers",
    [(0.5, 0.6, 0.4), (0.5, 0.4), (0.5, float("nan"), 0.6), (0.5, 0.4, 0.6, 1)],
)
def test_an_interval_that_is_none_is_refused(numbers: Any) -> None:
    with pytest.raises(ValueError, match=r"'bad' must be \(value, low, high\)"):
        plot_intervals({"bad": numbers}, "t", "x")


def test_dots_of_a_pair_are_joined_and_named(alts: list[str]) -> None:
    plot_scores({"a": [1.0, 2.0], "b": [3.0, 5.0]}, "t", "x", pairs="form")
    plot_scores({"a": [1.0, 2.0], "b": [3.0]}, "t", "x")
    assert "a dot for each form, joined by a line, and a bar" in alts[0]
    assert "a dot for each run and a bar" in alts[1]


def test_pairs_need_a_score_in_each_variant() -> None:
    with pytest.raises(ValueError, match="a form needs a score in each"):
        plot_scores({"a": [1.0, 2.0], "b": [3.0]}, "t", "x", pairs="form")
