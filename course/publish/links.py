"""What the built pages link to: what leads nowhere, and what leaves the book.

The addresses of other sites are printed with the pages that name them; a link
within the book that leads nowhere is an error.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from course.report import report
from course.repository.root import REPOSITORY

PAGES = REPOSITORY / "_build" / "html"


@dataclass
class Links(HTMLParser):
    """The addresses in one page, and the places in it to link to.

    Attributes
    ----------
    anchors
        The ids of its elements.
    targets
        What its links, pictures, scripts and styles name.
    """

    anchors: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Note the ids and the addresses of one element."""
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value or "")
            elif name in ("href", "src") and value:
                self.targets.append(value)


@cache
def read(page: Path) -> Links:
    """Return the links of a page, read once."""
    links = Links()
    links.feed(page.read_text("utf-8"))
    return links


def pages() -> list[Path]:
    """Return the files of all pages of the built book."""
    found = PAGES.rglob("*.html")
    return sorted(
        page
        for page in found
        if PAGES / "_static" not in page.parents
        and not page.name.startswith(".")
    )


def is_external(target: str) -> bool:
    """Whether an address names another site or a program."""
    return bool(urlsplit(target).scheme or urlsplit(target).netloc)


def leads_nowhere(page: Path, target: str) -> bool:
    """Whether a link of a page names no file, or no place in that file."""
    address, place = urldefrag(target)
    path = unquote(urlsplit(address).path)
    file = (page.parent / path).resolve() if path else page
    if not file.is_file():
        return True
    is_place = bool(place) and file.suffix == ".html"
    return is_place and unquote(place) not in read(file).anchors


def broken(page: Path) -> list[str]:
    """Return the links of a page, within the book, that lead nowhere."""
    return [
        target
        for target in dict.fromkeys(read(page).targets)
        if target != "#" and not is_external(target)
        if leads_nowhere(page, target)
    ]


def main(arguments: list[str]) -> int:
    """Print the addresses of other sites, then the links to nowhere."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    external: dict[str, list[str]] = defaultdict(list)
    nowhere = []
    for page in pages():
        name = page.relative_to(PAGES).as_posix()
        nowhere += [f"{name}: {target}" for target in broken(page)]
        for target in dict.fromkeys(read(page).targets):
            if is_external(target):
                external[target].append(name)
    for target, names in sorted(external.items()):
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        print(f"{target}  ({names[0]}{more})")
    print(
        f"{len(external)} addresses of other sites, {len(nowhere)} broken links"
    )
    return report(nowhere)
