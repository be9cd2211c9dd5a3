"""Forecasts and bands: what they draw, say and refuse."""

from importlib import import_module
from typing import Any

import pytest
import torch
from matplotlib import pyplot as plt
from torch import Tensor

from helpers.plots import plot_forecast, plot_seed_bands

show_module = import_module("helpers.plots.show")
PAST = torch.arange(48.0)
TRUTH = torch.tensor([10.0, 12.0, 14.0, 12.0])


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Pretend to be a notebook, and collect images and their texts."""
    displays: list[tuple[str, str]] = []

    def display(data: Any, *, raw: bool, metadata: Any) -> None:
        assert raw
        displays.append((data["image/png"], metadata["image/png"]["alt"]))

    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(show_module, "display", display)
    return displays


def draw_forecast(interval: tuple[Tensor, Tensor] | None = None) -> None:
    plot_forecast(
        PAST, TRUTH, {"model": TRUTH + 1, "naive": TRUTH * 2}, "A good day",
        "demand (kW)", interval,
    )  # fmt: skip


def test_a_forecast_is_described(shown: list[tuple[str, str]]) -> None:
    draw_forecast((TRUTH - 1, torch.full((4,), 12.0)))
    ((_, alt),) = shown
    assert "demand (kW) for 48 hours before a moment and 4 after" in alt
    assert "A good day. The truth goes from 10 to 14" in alt
    assert "model is off by 1 on average and by 1 at most" in alt
    assert "naive is off by 12 on average and by 14 at most" in alt
    assert "The interval holds 3 of 4 hours." in alt
    assert not plt.get_fignums()


def test_no_interval_is_told_of_if_there_is_none(
    shown: list[tuple[str, str]],
) -> None:
    draw_forecast()
    assert "interval" not in shown[0][1]


def test_bands_are_described_by_their_middles(
    shown: list[tuple[str, str]],
) -> None:
    runs = {
        "flat": torch.tensor([[1.0, 1.0], [3.0, 1.0], [2.0, 9.0]]),
        "steep": torch.tensor([[4.0, 0.5]]),
    }
    plot_seed_bands(runs, "It falls", "lag (steps)", "norm", [1, 2], log_y=True)
    ((_, alt),) = shown
    assert "norm against lag (steps)" in alt
    assert "It falls. flat from 2 to 1; steep from 4 to 0.5." in alt
    assert not plt.get_fignums()


def test_a_second_drawing_is_the_same_bytes(
    shown: list[tuple[str, str]],
) -> None:
    for _ in range(2):
        draw_forecast((TRUTH - 1, TRUTH + 1))
        plot_seed_bands({"a": torch.ones(2, 3)}, "t", "x", "y", [1, 2, 3])
    assert shown[:2] == shown[2:]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"past": torch.zeros(2, 2)}, r"series \(hours,\), got \(2, 2\)"),
        ({"past": torch.zeros(0)}, r"got \(0,\)"),
        ({"forecasts": {}}, "1 to 5 forecasts, got 0"),
        ({"forecasts": dict.fromkeys("abcdef", TRUTH)}, "got 6"),
        ({"forecasts": {"a": TRUTH[:3]}}, r"'a' is \(3,\) but the truth"),
        ({"interval": (TRUTH, TRUTH[:1])}, r"'high' is \(1,\)"),
        ({"truth": TRUTH[None], "forecasts": {"a": TRUTH[None]}}, "horizon"),
    ],
)
def test_a_forecast_that_does_not_fit_is_refused(
    changes: dict[str, Any], message: str, shown: list[tuple[str, str]]
) -> None:
    given: dict[str, Any] = {
        "past": PAST, "truth": TRUTH, "forecasts": {"a": TRUTH},
        "title": "t", "ylabel": "y", **changes,
    }  # fmt: skip
    with pytest.raises(ValueError, match=message):
        plot_forecast(**given)
    assert not shown
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    "runs",
    [
        {},
        {"a": torch.ones(2, 4)},
        {"a": torch.ones(3)},
        {"a": torch.ones(0, 3)},
        {k: torch.ones(1, 3) for k in "abcdefg"},
    ],
)
def test_bands_that_do_not_fit_are_refused(runs: dict[str, Tensor]) -> None:
    with pytest.raises(ValueError, match="draws 1 to 6 sets of runs"):
        plot_seed_bands(runs, "t", "x", "y", [1, 2, 3])
    assert not plt.get_fignums()
