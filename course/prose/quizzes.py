"""Check the quiz at the end of each chapter.

A reader opens an option and learns why it is right or wrong; this needs no
script, so it works on the pages, in Jupyter and by keyboard alone.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from course.report import report
from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
)
from course.repository.root import REPOSITORY

HEADING = "## Check yourself"
QUESTIONS = 5
OPTIONS = (3, 4)
SHORTEST = 20
"""Characters that an explanation has at least."""

QUESTION = re.compile(r"^\*\*(\d+)\. .+?\*\*$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(
    r"<details><summary>([A-D])\. .+?</summary>\n\n"
    r"(Right|No)\. (.+?)\n\n</details>",
    re.DOTALL,
)


def main(arguments: list[str]) -> int:
    """Print what is wrong with the quizzes; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    messages = [
        f"{path}: {message}"
        for path in options.notebooks or chapter_notebooks(options.root)
        for message in check(path)
    ]
    return report(messages)


def check(path: Path) -> Iterator[str]:
    """Yield a message for each fault in the quiz of a chapter."""
    for _, cell in cells(read_notebook(path), "markdown"):
        if cell.source.startswith(HEADING):
            yield from check_quiz(cell.source)
            return
    yield f"there is no cell that starts with {HEADING!r}"


def check_quiz(text: str) -> Iterator[str]:
    """Yield a message for each fault in a quiz."""
    starts = list(QUESTION.finditer(text))
    if [int(start[1]) for start in starts] != list(range(1, len(starts) + 1)):
        yield "the questions must be numbered 1, 2, 3 ..."
    if len(starts) < QUESTIONS:
        yield f"the quiz has {len(starts)} questions, not {QUESTIONS} or more"
    ends = [start.start() for start in starts[1:]] + [len(text)]
    right = []
    for start, end in zip(starts, ends, strict=False):
        body = text[start.end() : end]
        found = OPTION.findall(body)
        yield from (
            f"question {start[1]}: {fault}" for fault in _faults(body, found)
        )
        right += [letter for letter, verdict, _ in found if verdict == "Right"]
    if len(starts) > 1 and len(set(right)) < 2:
        yield "the right option always stands in the same place"


def _faults(body: str, found: list[tuple[str, str, str]]) -> Iterator[str]:
    letters = "".join(letter for letter, *_ in found)
    if body.count("<details>") != len(found):
        yield "an option is not '<details>', 'Right.' or 'No.', '</details>'"
    if len(found) not in OPTIONS or not "ABCD".startswith(letters):
        yield f"the options must be A, B, C and perhaps D, not {letters!r}"
    if [verdict for _, verdict, _ in found].count("Right") != 1:
        yield "exactly one option must be right"
    for letter, _, why in found:
        if len(why) < SHORTEST:
            yield f"option {letter} is not explained"
