"""How a page is laid out: all of it can be read, on desktop and phone."""

import pytest
from opened_page import Opened

from course.publish.browser import DESKTOP, PHONE, show

pytest_plugins = ["browser_fixtures"]

BEYOND_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((item) => item.getBoundingClientRect().right > width + 1 &&
      !item.closest("pre"))
    .map((item) => item.outerHTML.slice(0, 100))
    .concat("the page scrolls sideways");
}"""

WIDER_THAN_THEIR_BOX = """() => [...document.querySelectorAll(
    "pre, .bd-article mjx-container[display]")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.innerText.slice(0, 100) || box.id || box.tagName)"""

CUT_FOR_GOOD = """() => [...document.querySelectorAll(
    ".bd-article :is(pre, table, div.math, .output)")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 &&
    box.clientWidth > 0 &&
    !["auto", "scroll"].includes(getComputedStyle(box).overflowX) &&
    !box.matches("table"))
  .map((box) => box.outerHTML.slice(0, 100))"""

WITHOUT_WORDS = """() => [...document.images]
  .filter((image) => image.closest(".bd-article")
    ? !image.alt.trim() : !image.hasAttribute("alt"))
  .map((image) => image.src)"""

NOT_DRAWN = """async () => {
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => null);
  }
  return [...document.images]
    .filter((image) => !image.naturalWidth).map((image) => image.src);
}"""

NOT_ON_WHITE = """() => [...document.querySelectorAll(".cell_output img")]
  .filter((image) => {
    const style = getComputedStyle(image);
    return style.backgroundColor !== "rgb(255, 255, 255)" ||
      style.filter !== "none";
  }).map((image) => image.src)"""


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_no_page_scrolls_sideways(opened: Opened, width: int) -> None:
    show(opened.page, width, "light")
    assert not opened.page.evaluate(BEYOND_THE_WINDOW)


def test_on_a_desktop_code_and_formulas_fit(opened: Opened) -> None:
    show(opened.page, DESKTOP, "light")
    assert not opened.page.evaluate(WIDER_THAN_THEIR_BOX)


def test_on_a_phone_what_is_wide_scrolls_in_its_box(opened: Opened) -> None:
    show(opened.page, PHONE, "light")
    assert not opened.page.evaluate(CUT_FOR_GOOD)


def test_every_picture_is_drawn_and_described(opened: Opened) -> None:
    assert not opened.page.evaluate(NOT_DRAWN)
    assert not opened.page.evaluate(WITHOUT_WORDS)


def test_in_the_dark_figures_stand_on_white(opened: Opened) -> None:
    show(opened.page, DESKTOP, "dark")
    assert not opened.page.evaluate(NOT_ON_WHITE)
