"""Keep the numbers that the text quotes equal to those the notebooks noted.

A mark such as ``<!--n:04_convolutions.final_test:.1%-->58.2%<!--/n-->`` names a
notebook, a number that a cell of it noted, and how to write it.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from course.report import report
from course.repository.notebooks import (
    cells,
    chapter_notebooks,
    read_notebook,
)
from course.repository.prose import (
    Passage,
    blank_code,
    passages,
    prose_files,
    replace_passages,
)
from course.repository.root import REPOSITORY
from helpers.notes import NUMBERS_MIME

Numbers = dict[str, int | float]

_MARK = re.compile(
    r"<!--n:(?P<name>[\w-]+\.\w+):(?P<format>[^<>\n]*?)-->"
    r"(?P<shown>[^<\n]*)<!--/n-->"
)
# CommonMark: a comment at the start of a line opens a block of raw HTML.
_LINE_START = re.compile(r"^ {0,3}<!--(?:n|fact):", re.MULTILINE)
_TRACE_OF_MARK = re.compile(r"<!--\s*(?:/\s*)?n\s*(?:[:.]|-->)")


@dataclass(frozen=True)
class Problem:
    """Something wrong with a mark, and whether ``--fix`` corrects it."""

    message: str
    can_fix: bool


def main(arguments: list[str]) -> int:
    """Check the marks, or write them anew; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fix", action="store_true", help="write the numbers into the text"
    )
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    messages = (refresh if options.fix else check)(options.root)
    return report(messages)


def check(root: Path) -> list[str]:
    """Return a message for each mark that is not right."""
    numbers, messages = noted_numbers(root)
    for path in prose_files(root):
        for passage in passages(path, root):
            _, problems = renew(passage, numbers)
            messages += [problem.message for problem in problems]
    return messages


def refresh(root: Path) -> list[str]:
    """Write all numbers anew; return a message for what cannot be corrected."""
    numbers, messages = noted_numbers(root)
    for path in prose_files(root):
        texts = []
        changed = False
        for passage in passages(path, root):
            text, problems = renew(passage, numbers)
            texts.append(text)
            changed = changed or text != passage.text
            messages += [p.message for p in problems if not p.can_fix]
        if changed:
            replace_passages(path, texts)
    return messages


def noted_numbers(root: Path) -> tuple[Numbers, list[str]]:
    """Return what the stored notebooks noted, and what they noted twice."""
    numbers: Numbers = {}
    messages = []
    for path in chapter_notebooks(root):
        for number, cell in cells(read_notebook(path), "code"):
            for output in cell.outputs:
                noted = output.get("data", {}).get(NUMBERS_MIME, {})
                for name, value in noted.items():
                    key = f"{path.stem}.{name}"
                    if key in numbers:
                        messages.append(
                            f"{path.relative_to(root).as_posix()}, cell "
                            f"{number}: {name} is noted twice; give each "
                            "number a name of its own"
                        )
                    numbers[key] = value
    return numbers, messages


def renew(passage: Passage, numbers: Numbers) -> tuple[str, list[Problem]]:
    """Return the text with fresh numbers, and the problems in the old one."""
    problems = []
    renewed = []
    end = 0
    visible = blank_code(passage.text)
    for mark in _MARK.finditer(visible):
        fresh, problem = _fresh(mark, numbers)
        if problem is not None:
            place = passage.at(mark.start())
            problems.append(
                Problem(f"{place}: {problem.message}", problem.can_fix)
            )
        start, stop = mark.span("shown")
        renewed += [passage.text[end:start], fresh]
        end = stop
    renewed.append(passage.text[end:])
    for trace in _TRACE_OF_MARK.finditer(_MARK.sub(_same_length, visible)):
        problems.append(
            Problem(
                f"{passage.at(trace.start())}: a broken mark; write "
                "<!--n:NOTEBOOK.NAME:FORMAT-->NUMBER<!--/n--> on one line",
                can_fix=False,
            )
        )
    for mark in _LINE_START.finditer(visible):
        problems.append(
            Problem(
                f"{passage.at(mark.start())}: a mark at the start of a line "
                "makes raw HTML of it; put a word of the sentence before it",
                can_fix=False,
            )
        )
    return "".join(renewed), problems


def _fresh(mark: re.Match[str], numbers: Numbers) -> tuple[str, Problem | None]:
    """Return the text that belongs into a mark, and what was wrong."""
    name, wanted, shown = mark["name"], mark["format"], mark["shown"]
    if name not in numbers:
        notebook, _, number = name.partition(".")
        return shown, Problem(
            f"no number {name}; note({number}=...) in {notebook}.ipynb and "
            "run it",
            can_fix=False,
        )
    try:
        fresh = format(numbers[name], wanted)
    except ValueError as error:
        return shown, Problem(
            f"{name} cannot be written as {wanted!r}: {error}", can_fix=False
        )
    if fresh == shown:
        return fresh, None
    return fresh, Problem(
        f"{name} says {shown!r}, should say {fresh!r}; "
        "run python -m course numbers --fix",
        can_fix=True,
    )


def _same_length(match: re.Match[str]) -> str:
    return " " * len(match[0])
