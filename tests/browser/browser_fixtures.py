"""Every page of the book, opened once for all tests that look at it."""

from collections.abc import Iterator

import pytest
from opened_page import Opened
from playwright.sync_api import Browser, Page

from course.publish.browser import (
    DESKTOP,
    HEIGHT,
    all_pages,
    chromium,
    served_pages,
)

pytest_plugins = ["tests.support.xdist_groups"]

# Tests of one page run in one process (pytest -n 2 --dist loadgroup).
ONE_BY_ONE = [
    pytest.param(name, marks=pytest.mark.xdist_group(name), id=name)
    for name in all_pages()
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page in a browser that saw none before."""
    with browser.new_page(
        viewport={"width": DESKTOP, "height": HEIGHT}
    ) as page:
        yield page


@pytest.fixture(scope="session")
def http() -> Iterator[str]:
    with served_pages() as address:
        yield address


@pytest.fixture(scope="session", params=ONE_BY_ONE)
def opened(
    request: pytest.FixtureRequest, browser: Browser, http: str
) -> Iterator[Opened]:
    """Open a page over http in a window of a desktop's width."""
    page = browser.new_page(viewport={"width": DESKTOP, "height": HEIGHT})
    opened = Opened(request.param, http, page)
    opened.open()
    yield opened
    page.close()
