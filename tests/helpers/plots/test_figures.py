"""The figures: shown once, described in words, the same bytes each time."""

import base64
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
import torch
from matplotlib import pyplot as plt
from matplotlib.text import Text

from helpers.plots import (
    plot_curves,
    plot_graph,
    plot_histogram,
    plot_history,
    plot_images,
    plot_label_counts,
    plot_scores,
    show,
)
from helpers.training import History

# The package's `show` is the function; the module is meant here.
show_module = import_module("helpers.plots.show")
Shown = list[tuple[dict[str, str], dict[str, Any]]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Pretend to be a notebook, and collect what it is given to display."""
    displays: Shown = []

    def display(data: dict[str, str], *, raw: bool, metadata: Any) -> None:
        assert raw
        displays.append((data, metadata))

    monkeypatch.setattr(show_module, "get_ipython", object)
    monkeypatch.setattr(show_module, "display", display)
    return displays


def curves() -> None:
    plot_curves(
        {"warm": [1.0, 2.0, 4.56], "cold": [3.0, 0.5, 0.25]},
        "Warm wins",
        "time (s)",
        "heat (K)",
        log_y=True,
    )


def scores() -> None:
    plot_scores(
        {"small": [0.5, 0.7], "large": [0.8, 0.9, 0.85]},
        "Large is better",
        "accuracy (validation)",
    )


def learning_curves() -> None:
    history = History()
    for epoch in range(3):
        row = {"train_loss": 2.0 - epoch * 0.75, "valid_loss": 1.5 + epoch}
        row |= {"train_hits": 0.1 * epoch, "learning_rate": 0.1}
        history.append(row, 1.0)
    plot_history(history, "It overfits", best_epoch=1)


def images() -> None:
    plot_images(torch.rand(3, 8, 8), ["a 3", "a 5", "an 8"], "Mistakes", 2)


def colour_images() -> None:
    plot_images(torch.rand(2, 3, 8, 8), ["a cat", "a dog"], "Animals", 2)


def lengths() -> None:
    plot_histogram([1, 2, 3, 4, 100], "One is long", "words", mark=64)


def label_counts() -> None:
    plot_label_counts(["b", "a", "b"], "Mostly b")


def graph() -> None:
    w, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    loss = (torch.ones(2) * w + b).sigmoid().sum()
    plot_graph(loss, {"weight": w, "bias": b}, "Two leaves")


Draw = Callable[[], None]
FIGURES: list[tuple[Draw, list[str]]] = [
    (
        curves,
        [
            "heat (K) against time (s)",
            "Warm wins",
            "warm from 1 to 4.56",
            "cold from 3 to 0.25",
        ],
    ),
    (
        scores,
        [
            "accuracy (validation)",
            "Large is better",
            "small: mean 0.6, from 0.5 to 0.7",
            "large: mean 0.85, from 0.8 to 0.9",
        ],
    ),
    (
        learning_curves,
        [
            "It overfits",
            "Loss over 3 epochs",
            "training from 2 to 0.5 (lowest 0.5, highest 2)",
            "validation from 1.5 to 3.5 (lowest 1.5, highest 3.5)",
            "Hits over 3 epochs: training from 0 to 0.2",
            "Epoch 1 is marked",
        ],
    ),
    (images, ["3 images", "Mistakes", "a 3, a 5, an 8"]),
    (colour_images, ["2 images", "Animals", "a cat, a dog"]),
    (lengths, ["words of 5 rows", "One is long", "middle is 3", "marks 64"]),
    (label_counts, ["rows by label", "Mostly b", "b 2, a 1"]),
    (graph, ["from left to right", "Two leaves", "weight feeds mul"]),
]
every_figure = pytest.mark.parametrize(
    ("draw", "expected"), FIGURES, ids=[draw.__name__ for draw, _ in FIGURES]
)


@every_figure
def test_a_figure_is_displayed_once_described_and_closed(
    draw: Draw, expected: list[str], shown: Shown
) -> None:
    draw()
    ((data, metadata),) = shown
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    alt = metadata["image/png"]["alt"]
    assert data["text/plain"] == alt
    for words in expected:
        assert words in alt
    assert metadata["image/png"]["width"] > 100
    assert not plt.get_fignums()


@every_figure
def test_a_second_drawing_is_the_same_bytes(
    draw: Draw, expected: list[str], shown: Shown
) -> None:
    torch.manual_seed(0)
    draw()
    torch.manual_seed(0)
    draw()
    assert shown[0] == shown[1]


@every_figure
def test_the_style_of_the_readers_own_figures_is_left_alone(
    draw: Draw, expected: list[str], shown: Shown
) -> None:
    before = plt.rcParams.copy()
    draw()
    assert plt.rcParams == before


def test_a_figure_in_a_plain_program_goes_to_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(plt, "show", lambda: calls.append("shown"))
    curves()
    assert calls == ["shown"]
    assert not plt.get_fignums()


def test_a_description_over_several_lines_becomes_one(shown: Shown) -> None:
    show(plt.figure(), "  A line\n    and another. ")
    assert shown[0][1]["image/png"]["alt"] == "A line and another."


@pytest.mark.parametrize("alt", ["", "  \n "])
def test_a_figure_without_a_description_is_refused(
    alt: str, shown: Shown
) -> None:
    with pytest.raises(ValueError, match="needs an alternative text; say what"):
        show(plt.figure(), alt)
    assert not shown
    plt.close("all")


Texts = list[str]


@pytest.fixture
def axes_texts(monkeypatch: pytest.MonkeyPatch, shown: Shown) -> Texts:
    """Collect all that is written in a figure, before it is closed."""
    texts: Texts = []
    close = plt.close

    def reading_close(figure: Any) -> None:
        texts.extend(t.get_text() for t in figure.findobj(Text))
        close(figure)

    monkeypatch.setattr(plt, "close", reading_close)
    return texts


@pytest.mark.parametrize(
    ("draw", "written"),
    [
        (curves, {"Warm wins", "time (s)", "heat (K)", "warm", "cold"}),
        (scores, {"Large is better", "accuracy (validation)", "small"}),
        (
            learning_curves,
            {"It overfits", "epoch", "training", "validation", "hits"},
        ),
        (images, {"Mistakes", "a 3", "a 5", "an 8"}),
        (graph, {"Two leaves", "weight", "bias", "mul", "sigmoid"}),
    ],
)
def test_titles_labels_and_names_are_written(
    draw: Draw, written: set[str], axes_texts: Texts
) -> None:
    draw()
    assert written <= set(axes_texts)


def edges(result: torch.Tensor, shown: Shown, **leaves: Any) -> list[str]:
    """Draw a graph and return the edges that its description tells."""
    plot_graph(result, leaves, "G")
    alt = shown[-1][1]["image/png"]["alt"]
    return sorted(alt.split("G. ")[1].rstrip(".").split("; "))


def leaf(*shape: int) -> torch.Tensor:
    return torch.ones(shape, requires_grad=True)


def test_the_edges_are_those_of_the_expression(shown: Shown) -> None:
    w, b = leaf(2), leaf(2)
    found = edges((torch.ones(2) * w + b).exp().sum(), shown, w=w, b=b)
    expected = ["w feeds mul", "mul feeds add", "b feeds add"]
    expected += ["add feeds exp", "exp feeds sum"]
    assert found == sorted(expected)


def test_a_value_used_twice_has_each_edge_once(shown: Shown) -> None:
    """The way through exp is longer than the one beside it."""
    w = leaf(2)
    product = torch.ones(2) * w
    found = edges((product + product.exp()).sum(), shown, w=w)
    expected = ["w feeds mul", "mul feeds add", "mul feeds exp"]
    expected += ["exp feeds add", "add feeds sum"]
    assert found == sorted(expected)


def test_a_leaf_without_a_name_is_told_by_its_shape(shown: Shown) -> None:
    found = edges(leaf(2, 3).sum(), shown)
    assert found == ["leaf (2, 3) feeds sum"]


def test_a_node_stands_left_of_all_that_it_feeds(
    monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    starts_and_ends: list[tuple[Any, Any]] = []
    graph_module = import_module("helpers.plots.graph")
    monkeypatch.setattr(
        graph_module,
        "_arrow",
        lambda axis, start, end: starts_and_ends.append((start, end)),
    )
    w = leaf(2)
    product = torch.ones(2) * w
    plot_graph((product + product.exp().exp()).sum(), {"w": w}, "G")
    assert starts_and_ends
    assert all(
        start.get_position()[0] < end.get_position()[0]
        for start, end in starts_and_ends
    )


def chain(length: int) -> torch.Tensor:
    result = leaf(1)
    for _ in range(length):
        result = result.exp()
    return result


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: plot_curves({}, "t", "x", "y"),
            "draws 1 to 6 curves of one length",
        ),
        (
            lambda: plot_curves({k: [1.0] for k in "abcdefg"}, "t", "x", "y"),
            "draws 1 to 6 curves",
        ),
        (
            lambda: plot_curves({"a": [1.0], "b": [1.0, 2.0]}, "t", "x", "y"),
            r"got \{'a': 1, 'b': 2\}",
        ),
        (lambda: plot_curves({"a": []}, "t", "x", "y"), r"got \{'a': 0\}"),
        (
            lambda: plot_curves({"a": [1.0, 2.0]}, "t", "x", "y", x=[1.0]),
            r"1.*2|2.*1",
        ),
        (lambda: plot_histogram([], "t", "x"), "nothing to count"),
        (lambda: plot_label_counts([], "t"), "nothing to count"),
        (lambda: plot_scores({}, "t", "x"), "at least one score for each name"),
        (lambda: plot_scores({"a": [1.0], "b": []}, "t", "x"), "at least one"),
        (lambda: plot_history(History(), "t"), "the history has no epochs yet"),
        (
            lambda: plot_images(torch.zeros(2, 64), ["a", "b"], "t"),
            r"\(rows, 3, height, width\), got \(2, 64\); view flat pixels",
        ),
        (
            lambda: plot_images(torch.zeros(0, 8, 8), [], "t"),
            r"got \(0, 8, 8\)",
        ),
        (
            lambda: plot_images(torch.zeros(2, 8, 8), ["a"], "t"),
            "2 images, 1 captions",
        ),
        (
            lambda: plot_graph(torch.ones(2), {}, "t"),
            "has no graph: nothing",
        ),
        (lambda: plot_graph(leaf(2), {}, "t"), "has no graph"),
        (
            lambda: plot_graph(chain(31), {}, "t"),
            "more than 30 operations; draw a smaller model",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_no_figure(
    draw: Draw, message: str, shown: Shown
) -> None:
    try:
        with pytest.raises(ValueError, match=message):
            draw()
        assert not plt.get_fignums()
    finally:
        plt.close("all")
    assert not shown
