"""The search finds, over http and from a folder, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from course.publish.links import PAGES

pytest_plugins = ["browser_fixtures"]


@pytest.fixture(params=["http", "file"])
def start(request: pytest.FixtureRequest) -> str:
    """Return the address of the built book, in both ways to read it."""
    if request.param == "file":
        return PAGES.as_uri() + "/"
    return str(request.getfixturevalue("http"))


def test_a_word_is_found_and_its_page_opens(page: Page, start: str) -> None:
    page.goto(f"{start}book/intro.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("confusion matrix")
    page.keyboard.press("Enter")
    found = page.locator("#search-results a[href*='12_evaluation']").first
    expect(found).to_be_visible(timeout=20_000)
    found.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/12_evaluation.html*")
    expect(page.locator(".bd-article h1")).to_be_visible()


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(
    page: Page, start: str
) -> None:
    page.goto(f"{start}search.html?q=xylophonist")
    expect(page.locator("#search-results")).to_contain_text(
        "did not match", timeout=20_000
    )
