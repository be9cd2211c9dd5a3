"""Every link within the book leads to a page, a file or a place in a page."""

from pathlib import Path

import pytest

from course.publish.links import PAGES, broken, pages


@pytest.mark.parametrize(
    "page", pages(), ids=lambda page: page.relative_to(PAGES).as_posix()
)
def test_every_link_within_the_book_leads_somewhere(page: Path) -> None:
    assert not broken(page)
