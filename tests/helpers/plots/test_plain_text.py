"""Texts are data: every plot draws them as they are, none as a formula."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from every_plot import NAMES, calls
from figure_fixtures import drawn
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers import plots
from helpers.plots.style import COLOURS

show_module = import_module("helpers.plots.show")

PAIRS = [
    ("from $5 to $10 off", "_hidden"),
    (r"\$5 \and \\ Ba$$in", "__init__"),
    (r"$\frac{1}{0$", "50 % ^ {a} ~ # &"),
    ("", "2020"),
]
WITH_LEGEND = [
    "bands", "bands, log", "calibration", "curves", "curves, log", "doses",
    "forecast", "points", "precision and recall", "roc",
]  # fmt: skip


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Figure]]:
    """Draw each figure as a notebook does, and keep it."""
    kept: list[Figure] = []

    def close(figure: Figure) -> None:
        kept.append(figure)

    def display(*args: Any, **options: Any) -> None:
        pass

    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(show_module, "display", display)
    monkeypatch.setattr(show_module, "_png", drawn)
    monkeypatch.setattr(plt, "close", close)
    yield kept
    monkeypatch.undo()
    plt.close("all")


def is_formula(text: Text) -> bool:
    """Say whether a text is set as a formula, by matplotlib's own answer."""
    return bool(text._preprocess_math(text.get_text())[1])  # type: ignore[attr-defined]


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if isinstance(text, Text)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", PAIRS)
def test_every_text_is_drawn_as_it_is(
    name: str, pair: tuple[str, str], figures: list[Figure]
) -> None:
    calls(*pair)[name]()
    there = texts(figures[0])
    formulas = [text.get_text() for text in there if is_formula(text)]
    assert not [text for text in formulas if "mathdefault" not in text]
    shown = {text.get_text() for text in there if text.get_visible()}
    drawn = {"history": pair[1:], "rate range": pair[:1]}  # titles only
    assert set(drawn.get(name, pair)) <= shown | {""}


@pytest.mark.parametrize("name", WITH_LEGEND)
def test_every_name_is_in_the_legend(name: str, figures: list[Figure]) -> None:
    for pair in (("_hidden", "a $5 $"), ("", "__init__")):
        calls(*pair)[name]()
        legend = figures[-1].axes[0].get_legend()
        assert legend is not None
        names = [text.get_text() for text in legend.get_texts()]
        assert set(pair) <= set(names)
        assert len(legend.legend_handles) == len(names)


def test_a_legend_names_the_line_of_that_name(figures: list[Figure]) -> None:
    plots.plot_curves({"_a": [1.0, 2.0], "b": [2.0, 1.0]}, "t", "x", "y")
    legend = figures[0].axes[0].get_legend()
    assert legend is not None
    colours = {
        text.get_text(): handle.get_color()  # type: ignore[union-attr]
        for text, handle in zip(
            legend.get_texts(), legend.legend_handles, strict=True
        )
    }
    assert colours == {"_a": COLOURS[0], "b": COLOURS[1]}


@pytest.mark.parametrize("name", ["bands, log", "curves, log", "rate range"])
def test_the_powers_of_a_logarithmic_axis_stay_formulas(
    name: str, figures: list[Figure]
) -> None:
    """They are matplotlib's own: as plain text one would read the markup."""
    calls("a", "b")[name]()
    plots.plot_curves({"a": [1e-3, 1e5]}, "t", "x", "y", log_y=True)
    for figure in figures:
        axis = figure.axes[0]
        labels = axis.get_xticklabels(which="both")
        labels += axis.get_yticklabels(which="both")
        markup = [text for text in labels if "$" in text.get_text()]
        assert markup
        for text in markup:
            assert is_formula(text)


def test_titles_of_other_figures_may_still_hold_formulas() -> None:
    figure, axis = plt.subplots()
    title = axis.set_title("$R^2$")
    assert title.get_parse_math() is True
    plt.close(figure)


@pytest.mark.parametrize("name", NAMES)
def test_the_alternative_text_holds_the_texts_too(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a real image is made."""
    alts: list[str] = []
    monkeypatch.setattr(show_module, "FILE_DPI", 30)
    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(
        show_module,
        "display",
        lambda data, raw, metadata: alts.append(metadata["image/png"]["alt"]),
    )
    calls("$_a$", "_b")[name]()
    assert "$_a$" in alts[0].replace("$_a$".capitalize(), "$_a$")


# The sentences of show_entities are HTML, which notebooks search for formulas.


@pytest.mark.parametrize(
    ("words", "ignored"),
    [
        (["from", "$5", "to", "$10"], True),
        ([r"\(x\)", "a"], True),
        (["Rome", "a"], False),
    ],
)
def test_a_sentence_with_dollars_is_kept_from_mathjax(
    words: list[str], ignored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("helpers.plots.entities")
    shown: list[str] = []
    monkeypatch.setattr(module, "get_ipython", InteractiveShell)
    monkeypatch.setattr(
        module, "display", lambda data, raw: shown.append(data["text/html"])
    )
    plots.show_entities([(words, ["O"] * len(words))])
    start = '<div class="tex2jax_ignore mathjax_ignore"><p'
    assert shown[0].startswith(start if ignored else "<div><p")
