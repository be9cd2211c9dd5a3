"""The figure of a learning-rate range test: what it says and refuses."""

from typing import Any

import pytest
from matplotlib import pyplot as plt

from helpers.plots import plot_lr_range

pytest_plugins = ["figure_fixtures"]

RATES = [0.001, 0.01, 0.1, 1.0]
LOSSES = [2.5, 2.0, 1.0, 9.0]
SMOOTH = [2.4, 2.1, 1.5, 4.0]


def test_the_lowest_loss_and_the_choice_are_told(alts: list[str]) -> None:
    plot_lr_range(RATES, LOSSES, SMOOTH, 0.05, "It falls, then it climbs")
    (alt,) = alts
    assert "grows from 0.001 to 1. It falls, then it climbs." in alt
    assert "starts at 2.4, is lowest, 1.5, at 0.1, and ends at 4" in alt
    assert alt.endswith("a line marks the chosen rate 0.05.")
    assert not plt.get_fignums()


def test_the_loss_axis_begins_at_the_floor(
    alts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[tuple[float, float]] = []
    monkeypatch.setattr(
        "helpers.plots.lr_range.show",
        lambda figure, alt: limits.append(figure.axes[0].get_ylim()),
    )
    plot_lr_range(RATES, LOSSES, SMOOTH, 0.05, "t", floor=1.2)
    ((low, high),) = limits
    assert low == 1.2
    assert high == pytest.approx(3.6)
    plt.close("all")


@pytest.mark.parametrize(
    ("rates", "losses", "smooth"),
    [([], [], []), (RATES, LOSSES[1:], SMOOTH), (RATES, LOSSES, SMOOTH[1:])],
)
def test_uneven_lengths_are_refused(
    rates: Any, losses: Any, smooth: Any
) -> None:
    with pytest.raises(ValueError, match="a loss and a smooth loss for each"):
        plot_lr_range(rates, losses, smooth, 0.1, "t")


@pytest.mark.parametrize(
    ("rates", "chosen"),
    [
        ([0.1, 0.01, 0.2, 1.0], 0.1),
        ([0.1, 0.1, 0.2, 1.0], 0.1),
        ([0.0, 0.1, 0.2, 1.0], 0.1),
        (RATES, 0.0),
    ],
)
def test_rates_that_do_not_grow_are_refused(rates: Any, chosen: float) -> None:
    with pytest.raises(ValueError, match="above 0 and growing"):
        plot_lr_range(rates, LOSSES, SMOOTH, chosen, "t")
