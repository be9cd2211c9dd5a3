"""The whole book as one PDF, with bookmarks, printed by Chromium.

``make pdf`` builds all chapters into one page first; this script prints it.
"""

import argparse
import shutil
from pathlib import Path

from course.publish.browser import launched, wait_for_formulas
from course.publish.links import PAGES

BUILT = PAGES.parent / "pdf" / "_build" / "singlehtml"
FIRST_PAGE = Path("book") / "intro.html"  # the root of _toc.yml, with all else
PDF = PAGES.parent / "course.pdf"
SCALE = 0.8  # so that a line of code of 80 characters is not broken
MARGINS = {"top": "18mm", "bottom": "18mm", "left": "16mm", "right": "16mm"}
FOOTER = (
    '<div style="font-size: 8px; width: 100%; text-align: center">'
    '<span class="pageNumber"></span></div>'
)
# Answers are shown, colours are the light ones, all pictures are there.
PREPARE = """async () => {
  document.documentElement.dataset.theme = "light";
  for (const answer of document.querySelectorAll("details")) answer.open = true;
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode()));
}"""


def print_book(page_of_all: Path, pdf: Path) -> None:
    """Print one page of HTML, with pictures and formulas, on A4.

    Parameters
    ----------
    page_of_all
        The page, beside the folders that it names.
    pdf
        The file to write.
    """
    with launched() as browser:
        page = browser.new_page()
        page.goto(page_of_all.resolve().as_uri())
        wait_for_formulas(page)
        page.evaluate(PREPARE)
        page.pdf(
            path=pdf,
            format="A4",
            scale=SCALE,
            margin=MARGINS,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
            outline=True,
            tagged=True,
        )


def main(arguments: list[str]) -> int:
    """Print what ``make pdf`` has built; return the exit status."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    beside = BUILT / "all.html"  # where its pictures and styles are found
    shutil.copyfile(BUILT / FIRST_PAGE, beside)
    print_book(beside, PDF)
    print(f"The book is in {PDF}")
    return 0
