"""A drawing names what does not fit, and comes out as sound SVG."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from course.drawings.canvas import Drawing
from course.drawings.palette import INK, KINDS, PAPER
from course.drawings.words import width


def too_long(drawing: Drawing) -> None:
    drawing.text(300, 50, "far too long")


def too_wide(drawing: Drawing) -> None:
    drawing.box("data", 9, 9, 40, 30, "a long word")


def across(drawing: Drawing) -> None:
    drawing.box("data", 9, 9, 40, 40)
    drawing.text(30, 30, "a long word")


def on_a_line(drawing: Drawing) -> None:
    drawing.text(9, 50, "a long word")
    drawing.arrow((40, 9), (40, 90))


def on_one_another(drawing: Drawing) -> None:
    drawing.text(9, 50, "word")
    drawing.text(20, 55, "other")


def too_far(drawing: Drawing) -> None:
    drawing.box("data", 340, 9, 40, 30)


FAULTS: dict[str, Callable[[Drawing], None]] = {
    "leaves the canvas": too_long,
    "too wide or too high": too_wide,
    "across the side of a box": across,
    "lies on a line": on_a_line,
    "overlap": on_one_another,
    "the box at 340, 9": too_far,
}


def drawing() -> Drawing:
    return Drawing("A title", "What it\n   says.", 100)


@pytest.mark.parametrize("problem", FAULTS)
def test_what_does_not_fit_is_named(problem: str) -> None:
    faulty = drawing()
    FAULTS[problem](faulty)
    assert any(problem in found for found in faulty.problems())


def test_a_drawing_that_fits_has_no_problems() -> None:
    good = drawing()
    one = good.box("data", 9, 9, 90, 30, "*x*_1")
    other = good.box("parameters", 200, 9, 90, 30, "weights", bold=True)
    good.arrow(one.e, other.w, label="(8, 3)", side="above")
    assert [*good.problems()] == []


def test_the_file_has_title_and_words_and_keeps_markup_in_one_line() -> None:
    good = drawing()
    good.text(9, 50, "*h*_t < `f(x)`")
    root = ElementTree.fromstring(good.svg("name"))
    told = [element.text for element in [*root][:2]]
    assert told == ["A title", "What it says."]
    assert "".join([*root][-1].itertext()) == "ht < f(x)"


def test_unknown_kinds_and_open_marks_are_refused() -> None:
    with pytest.raises(ValueError, match="no kind 'dta'; there are data"):
        drawing().box("dta", 9, 9, 40, 30)
    with pytest.raises(ValueError, match="not closed, at '\\*x'"):
        drawing().text(9, 9, "a *x")
    with pytest.raises(ValueError, match="no room to turn"):
        drawing().arrow((0, 0), (3, 0), (3, 40))


def test_wide_words_are_wider_than_their_count_of_narrow_ones() -> None:
    assert width("mmm") > 2 * width("iii")
    assert width("word", bold=True) > width("word")
    assert width("x_{12}") < width("x12")
    assert width("a b") == pytest.approx(width("ab") + 5.1 * 0.9, abs=0.5)


def brightness(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, as WCAG defines it."""
    found = 0.0
    for share, part in zip(
        (0.2126, 0.7152, 0.0722), re.findall("..", colour[1:]), strict=True
    ):
        level = int(part, 16) / 255
        linear = level / 12.92 if level <= 0.03928 else (level + 0.055) / 1.055
        found += share * (linear if level <= 0.03928 else linear**2.4)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(kind: str, mode: int) -> None:
    tone = KINDS[kind][mode]
    pairs = [(INK[mode], tone.fill), (tone.line, PAPER[mode])]
    for pair in pairs:
        low, high = sorted(map(brightness, pair))
        assert (high + 0.05) / (low + 0.05) >= 4.5
