"""What a page asks for and says while it loads: nothing from elsewhere."""

from opened_page import Opened
from playwright.sync_api import Browser, Page

from course.publish.links import PAGES

pytest_plugins = ["browser_fixtures"]


def test_over_http_nothing_is_loaded_from_elsewhere(opened: Opened) -> None:
    assert not opened.strangers()


def test_over_http_the_console_is_silent(opened: Opened) -> None:
    assert not opened.complaints


def test_as_a_file_a_page_is_whole(opened: Opened, browser: Browser) -> None:
    with browser.new_page() as page:
        file = Opened(opened.name, PAGES.as_uri() + "/", page)
        file.open()
    assert not file.strangers()
    assert not file.complaints


def test_the_bare_address_leads_to_the_first_page(
    page: Page, http: str
) -> None:
    page.goto(http)
    page.wait_for_url(f"{http}book/intro.html")
