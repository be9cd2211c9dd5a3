"""Catches figures instead of showing them, for all tests of figures here."""

from importlib import import_module
from typing import Any

import pytest

show_module = import_module("helpers.plots.show")


@pytest.fixture
def alts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Pretend to be a notebook, and collect the alternative texts."""
    texts: list[str] = []

    def display(data: Any, *, raw: bool, metadata: Any) -> None:
        assert raw
        assert data["image/png"]
        texts.append(metadata["image/png"]["alt"])

    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(show_module, "display", display)
    return texts
