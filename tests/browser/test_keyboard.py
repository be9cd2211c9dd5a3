"""A page without a mouse: all can be reached, seen and opened."""

import pytest
from opened_page import Opened
from playwright.sync_api import Page, expect

from course.publish.browser import DESKTOP, show

pytest_plugins = ["browser_fixtures"]

CHAPTER = "notebooks/02_training.html"
SETUP = "book/setup.html"

FOCUSED = """() => {
  const item = document.activeElement;
  const style = getComputedStyle(item);
  const box = item.getBoundingClientRect();
  return {
    what: item.outerHTML.slice(0, 150),
    where: ["#pst-skip-link", ".search-button, .search-button__button",
      ".bd-sidebar-primary", ".bd-article", ".bd-sidebar-secondary",
      ".prev-next-footer"].filter((place) => item.closest(place)),
    drawn: box.width > 0 && box.height > 0,
    ringed: style.outlineStyle !== "none" || style.boxShadow !== "none"
      || (item.matches("input") && item.nextElementSibling?.matches("label")),
  };
}"""


def test_the_first_stop_leads_past_the_navigation(
    page: Page, http: str
) -> None:
    page.goto(http + CHAPTER)
    page.keyboard.press("Tab")
    link = page.get_by_text("Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main-content")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


@pytest.mark.parametrize("name", [CHAPTER, SETUP])
def test_every_stop_can_be_seen(page: Page, http: str, name: str) -> None:
    page.goto(http + name)
    stops = []
    for _ in range(1000):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["what"].startswith("<body"):
            break
        stops.append(stop)
    reached = {place for stop in stops for place in stop["where"]}
    assert len(reached) == 6
    unseen = [it for it in stops if not (it["drawn"] and it["ringed"])]
    assert not unseen


def test_answers_open_and_close_with_the_keyboard(opened: Opened) -> None:
    show(opened.page, DESKTOP, "light")
    for question in opened.page.locator(".bd-article details").all():
        question.locator("summary").first.focus()
        for key, is_open in (("Enter", True), ("Space", False)):
            opened.page.keyboard.press(key)
            assert (question.get_attribute("open") is not None) is is_open
