"""The coverage page is right, and its checker finds what is wrong.

Each fault is planted in a small page of its own with one notebook beside it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from course.prose import coverage as tool


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(*, run: bool = True, output: bool = True) -> dict[str, Any]:
    shown = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    return {
        "cell_type": "code",
        "metadata": {},
        "source": "print(1)",
        "execution_count": 1 if run else None,
        "outputs": shown if output else [],
    }


CELLS = [
    markdown("# Title"),
    markdown("## The loop: `fit` by hand\n\nText."),
    code(),
    markdown("### A detail\n\n```bash\n# no heading\n```"),
    code(output=False),
    markdown("## Only text"),
    markdown("## Never run"),
    code(run=False, output=False),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the notebook ``one.ipynb``."""
    notebook = {"cells": CELLS, "metadata": {}, "nbformat": 4}
    (tmp_path / "one.ipynb").write_text(json.dumps(notebook))
    return tmp_path


def write_page(folder: Path, first: str, *more: str) -> Path:
    """Write a page whose row F1 holds ``first``, with rows added by hand."""
    rows = [f"| {line} | text | not yet written |" for line in ("F2", "M1")]
    page = folder / "coverage.md"
    head = ["| Id | What | Where |", "|---|---|---|"]
    page.write_text("\n".join([*head, f"| F1 | x | {first} |", *rows, *more]))
    return page


def test_a_right_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = write_page(folder, "[Loop](one.ipynb#the-loop-fit-by-hand)")
    assert tool.main([str(page)]) == 0
    printed = capsys.readouterr().out
    assert "1 of 3" in printed
    assert "not yet written: F2, M1" in printed


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("[x](two.ipynb#title)", "two.ipynb is not a notebook"),
        ("[x](coverage.md#title)", "coverage.md is not a notebook"),
        ("[x](one.ipynb)", "names no heading"),
        ("[x](one.ipynb#gone)", "no heading #gone"),
        ("[x](one.ipynb#no-heading)", "no heading #no-heading"),
        ("[x](one.ipynb#only-text)", "has no code cell"),
        ("[x](one.ipynb#never-run)", "1 code cells that were never run"),
        ("[x](one.ipynb#a-detail)", "no stored output"),
        ("[a](one.ipynb#a-detail), [b](one.ipynb#gone)", "#gone"),
        ("see chapter 1", "neither a link nor"),
    ],
)
def test_a_wrong_link(
    folder: Path,
    where: str,
    problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = write_page(folder, where)
    assert tool.main([str(page)]) == 1
    printed = capsys.readouterr().err
    assert "F1: " in printed
    assert problem in printed


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("| F2 | again | not yet written |", "F2: 2 rows, one is needed"),
        ("| F4 | new | not yet written |", "F3: no row"),
    ],
)
def test_a_wrong_row(folder: Path, row: str, problem: str) -> None:
    page = write_page(folder, "not yet written", row)
    problems, waiting = tool.check(page)
    assert problems == [problem]
    assert len(waiting) == 4


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("The loop: `fit` by hand", "the-loop-fit-by-hand"),
        ("What goes *wrong*, and why?", "what-goes-wrong-and-why"),
        ("`state_dict` & buffers", "state_dict--buffers"),
        ("Train/validation/test", "trainvalidationtest"),
    ],
)
def test_anchors_are_those_of_the_book(heading: str, anchor: str) -> None:
    assert tool.slug(heading) == anchor


def test_equal_headings_get_numbers() -> None:
    notebook = {"cells": [markdown("## A"), markdown("## A"), code()]}
    found = tool.sections(notebook)
    assert [len(cells) for cells in found.values()] == [0, 1]
    assert list(found) == ["a", "a-1"]
