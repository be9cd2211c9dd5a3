"""The built pages of the book, a server for them, a Chromium to open them.

Used by the tests of the pages, and to print the book.
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from course.publish.links import PAGES, pages

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

DESKTOP, PHONE = 1280, 390  # widths of the two windows, in pixels
HEIGHT = 900

# Colours change slowly: they are brought to the end of their change.
CHANGE_MODE = """(mode) => {
  Object.assign(document.documentElement.dataset, {mode, theme: mode});
  document.getAnimations().forEach((change) => change.finish());
}"""


def all_pages() -> list[str]:
    """Return the paths of all pages below the built book, in order.

    ``index.html`` is left out: it only leads on to the first page.
    """
    names = {page.relative_to(PAGES).as_posix() for page in pages()}
    return sorted(names - {"index.html"})


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served_pages() -> Iterator[str]:
    """Serve the pages on this machine; give the address of their folder."""
    handler = partial(_Quiet, directory=str(PAGES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine, to open the built pages.

    Raises
    ------
    FileNotFoundError
        If there is none, or no built pages to open in it.
    """
    if not all_pages():
        raise FileNotFoundError(f"{PAGES} has no pages; run `make book`")
    with launched() as browser:
        yield browser


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the Chromium of this machine without a window.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    found = [path for path in map(shutil.which, NAMES) if path]
    if not found:
        raise FileNotFoundError(
            f"none of {', '.join(NAMES)} is installed. On Debian and Ubuntu: "
            "apt install chromium"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found[0], args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


def show(page: Page, width: int, mode: str) -> None:
    """Give the window of a page a width, and the page a mode.

    Parameters
    ----------
    page
        An open page of the book.
    width
        In pixels: `DESKTOP` or `PHONE`.
    mode
        ``"light"`` or ``"dark"``.
    """
    size = page.viewport_size
    if size is None or size["width"] != width:
        page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate(CHANGE_MODE, mode)


def wait_for_formulas(page: Page) -> None:
    """Return when MathJax has drawn the formulas of a page, if it has any."""
    page.evaluate("async () => { await window.MathJax?.startup?.promise; }")
