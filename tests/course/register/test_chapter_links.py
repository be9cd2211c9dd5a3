"""Numbers of chapters in sentences follow the table of contents."""

from pathlib import Path

import pytest

from course.register.links import Numbers, renumbered

FOLDER = Path("/course/notebooks")
NUMBERS = Numbers(FOLDER, {"one": 1, "new": 2, "two": 3})
CHAPTER = FOLDER / "one.ipynb"
PAGE = Path("/course/book/page.md")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[chapter 2](two.ipynb)", "[chapter 3](two.ipynb)"),
        ("[Chapter\n2](two.ipynb#a)", "[Chapter\n3](two.ipynb#a)"),
        ("[2](two.ipynb)\n[1](new.ipynb)", "[3](two.ipynb)\n[2](new.ipynb)"),
        ("[2 · `fit`](two.ipynb#fit)", "[3 · `fit`](two.ipynb#fit)"),
        ("[2 Titles](two.ipynb)", "[3 Titles](two.ipynb)"),
        ("[The next chapter](two.ipynb) is", "[Chapter 3](two.ipynb) is"),
        ("as in chapter 3.", "as in [chapter 3](two.ipynb)."),
        ("Chapter\n3's net", "[Chapter\n3](two.ipynb)'s net"),
    ],
)  # fmt: skip
def test_a_number_becomes_that_of_the_chapter(old: str, new: str) -> None:
    text = renumbered(CHAPTER, old, NUMBERS)
    assert text == new
    assert renumbered(CHAPTER, text, NUMBERS) == text


@pytest.mark.parametrize(
    "text",
    [
        "[The next chapter](new.ipynb)",
        "[a 4th form](two.ipynb) and [3x](two.ipynb)",
        "[chapter 9](other.ipynb), [chapter 9](https://a.org/two.ipynb)",
        "[chapter 9](exercises/two.ipynb)",
        "`[chapter 9](two.ipynb)` and `chapter 3`",
        "[the loop of chapter 3](new.ipynb)",
        "## What chapter 3 left open",
        "this is chapter 1, chapter 12 is elsewhere",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert renumbered(CHAPTER, text, NUMBERS) == text


def test_a_page_links_from_its_own_folder() -> None:
    text = "chapter 2, [the chapter before](../notebooks/one.ipynb)"
    assert renumbered(PAGE, text, NUMBERS) == (
        "[chapter 2](../notebooks/new.ipynb), "
        "[chapter 1](../notebooks/one.ipynb)"
    )
