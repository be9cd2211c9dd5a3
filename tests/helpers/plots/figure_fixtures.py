"""Catches figures instead of showing them, for all tests of figures here."""

from importlib import import_module
from typing import Any

import pytest
from matplotlib.figure import Figure

show_module = import_module("helpers.plots.show")


def drawn(figure: Figure) -> str:
    """Draw all that is in a figure, without its layout and its pixels.

    That takes a third of the time, and whatever cannot be drawn raises. One
    test makes a real image of every plot.
    """
    figure.set_layout_engine("none")
    figure.draw_without_rendering()
    return "png"


@pytest.fixture
def alts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pretend to be a notebook, and collect the alternative texts."""
    texts: list[str] = []

    def display(data: Any, *, raw: bool, metadata: Any) -> None:
        assert raw
        assert data["image/png"]
        texts.append(metadata["image/png"]["alt"])

    monkeypatch.setattr(show_module, "_png", drawn)
    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(show_module, "display", display)
    return texts
