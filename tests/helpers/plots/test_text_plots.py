"""Attention maps and marked names: what they draw, say and refuse."""

import re
from importlib import import_module
from typing import Any

import pytest
import torch
from matplotlib import pyplot as plt

from helpers.plots import plot_attention, show_entities

show_module = import_module("helpers.plots.show")
entities_module = import_module("helpers.plots.entities")
WORDS = ["Ana", "Lee", "saw", "<Rome>"]
TAGS = ["B-PER", "I-PER", "O", "B-LOC"]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Pretend to be a notebook, and collect what it is given to display."""
    outputs: list[dict[str, str]] = []

    def display(data: dict[str, str], *, raw: bool, **_: Any) -> None:
        assert raw
        outputs.append(data)

    for module in (show_module, entities_module):
        monkeypatch.setattr(module, "get_ipython", object)
        monkeypatch.setattr(module, "display", display)
    return outputs


def test_attention_is_described_by_where_each_token_looks(
    shown: list[dict[str, str]],
) -> None:
    maps = torch.tensor([[[0.9, 0.1], [0.2, 0.8]], [[0.3, 0.7], [0.6, 0.4]]])
    plot_attention(maps, ["it", "is"], ["head 1", "head 2"], "Crossed")
    alt = shown[0]["text/plain"]
    assert "Attention maps of 2 tokens. Crossed." in alt
    assert "head 1: it at it, is at is." in alt
    assert "head 2: it at is, is at it." in alt
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("shape", "tokens", "message"),
    [
        ((1, 2, 3), 2, r"shape \(1, 2, 3\)"),
        ((2, 2, 2), 2, "1 captions"),
        ((0, 2, 2), 2, "shape"),
        ((1, 25, 25), 25, "at most 24"),
    ],
)
def test_attention_that_does_not_fit_is_refused(
    shape: tuple[int, ...], tokens: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plot_attention(torch.zeros(shape), ["x"] * tokens, ["one"], "t")


def test_names_are_marked_whole_with_their_kind_in_letters(
    shown: list[dict[str, str]],
) -> None:
    show_entities([(WORDS, TAGS), (["No"], ["O"])], ["true", "model"])
    (output,) = shown
    assert output["text/plain"].splitlines() == [
        "true: [Ana Lee PER] saw [<Rome> LOC]",
        "model: No",
    ]
    marks = re.findall(r"<mark [^>]*>(.*?)</mark>", output["text/html"])
    assert [re.sub("<[^>]*>", "", mark) for mark in marks] == [
        "Ana Lee PER",
        "&lt;Rome&gt; LOC",
    ]


def test_text_keeps_the_colour_of_the_page(
    shown: list[dict[str, str]],
) -> None:
    show_entities([(WORDS, TAGS)])
    styles = re.findall(r'<mark style="([^"]*)"', shown[0]["text/html"])
    assert len(styles) == 2
    for style in styles:
        assert "color:inherit" in style
        tint = re.search(r"background:#[0-9A-F]{6}([0-9A-F]{2});", style)
        assert tint
        assert int(tint[1], 16) < 0x40, "little of the tint, so text stays"


def test_without_a_notebook_names_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_entities([(WORDS, TAGS)])
    assert capsys.readouterr().out == "[Ana Lee PER] saw [<Rome> LOC]\n"


def test_an_unknown_kind_is_marked_too(shown: list[dict[str, str]]) -> None:
    show_entities([(["1996"], ["B-DATE"])])
    assert "DATE</small>" in shown[0]["text/html"]


@pytest.mark.parametrize(
    ("sentences", "captions", "message"),
    [
        ([], None, "at least one"),
        ([(WORDS, TAGS)], ["a", "b"], "1 sentences and 2 captions"),
        ([(WORDS, TAGS[:2])], None, "4 words but 2 tags"),
        ([(["x"], ["PER"])], None, "tag 'PER'"),
    ],
)
def test_sentences_that_do_not_fit_are_refused(
    sentences: Any, captions: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        show_entities(sentences, captions)
