"""Pictures of all pages of the built book, to be looked at.

``python tools/shoot_pages.py FOLDER`` writes one of each page on a desktop,
in the light; ``--phone`` and ``--dark`` change that, ``--only`` names pages.
"""

import argparse
from pathlib import Path

from book_pages import (
    DESKTOP,
    HEIGHT,
    PHONE,
    all_pages,
    chromium,
    served_pages,
    show,
    wait_for_formulas,
)


def shoot(folder: Path, names: list[str], width: int, mode: str) -> None:
    """Write a picture of the whole height of each page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served_pages() as address, chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": HEIGHT})
        for name in names:
            page.goto(address + name)
            wait_for_formulas(page)
            show(page, width, mode)
            file = name.removesuffix(".html").replace("/", "-") + ".png"
            page.screenshot(
                path=folder / file, full_page=True, animations="disabled"
            )


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--phone", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", default="", help="part of a page's path")
    asked = parser.parse_args()
    shoot(
        asked.folder,
        [name for name in all_pages() if asked.only in name],
        PHONE if asked.phone else DESKTOP,
        "dark" if asked.dark else "light",
    )


if __name__ == "__main__":
    main()
