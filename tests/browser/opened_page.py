"""A page of the book in Chromium, and what it asked for while it loaded."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page

from course.publish.browser import wait_for_formulas


@dataclass
class Opened:
    """A page of the book that Chromium has open, and what it asked for.

    Attributes
    ----------
    name
        Its path below the built book.
    address
        The folder of the built book, as the browser addresses it.
    page
        The page itself.
    requests
        The addresses of all that it loaded.
    complaints
        Warnings and errors in its console.
    """

    name: str
    address: str
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda it: self.requests.append(it.url))
        self.page.on("pageerror", lambda it: self.complaints.append(str(it)))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("warning", "error"):
            self.complaints.append(message.text)

    def open(self) -> None:
        """Load the page and wait until its formulas are drawn."""
        self.page.goto(self.address + self.name)
        wait_for_formulas(self.page)

    def strangers(self) -> list[str]:
        """Return what was loaded from anywhere but the book's folder."""
        ours = (self.address, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]
