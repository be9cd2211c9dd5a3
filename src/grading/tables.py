"""The grades of a class as tables: for the terminal, spreadsheets, programs."""

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from grading.grades import GradedNotebook, by_number

COLUMNS = ("learner", "exercise", "passed", "hint", "file")
TOTAL = "right answers"
_MARKS = {True: "✓", False: "✗", None: ""}


def write_csv(path: Path, notebooks: Iterable[GradedNotebook]) -> None:
    """Write a CSV file with a row for each learner and exercise.

    It starts with the mark by which Excel knows UTF-8.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for one in notebooks:
            for grade in one.grades:
                texts = (one.learner, grade.message, one.file)
                learner, hint, name = map(_as_text, texts)
                row = (learner, grade.exercise, grade.points, hint, name)
                rows.writerow(row)


def write_json(path: Path, notebooks: Iterable[GradedNotebook]) -> None:
    """Write a JSON list with an object for each learner and exercise."""
    rows = [
        {"learner": one.learner, "file": one.file, **asdict(grade)}
        for one in notebooks
        for grade in one.grades
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def overview(notebooks: Sequence[GradedNotebook]) -> Iterator[str]:
    """Yield the lines of a table for each chapter: notebooks by exercises.

    The last row counts the right answers. Below the tables there is a line
    for each notebook of which nothing could be graded.
    """
    keys = {grade.exercise for one in notebooks for grade in one.grades}
    chapters = {key.partition(".")[0] for key in keys if by_number(key)}
    for chapter in sorted(chapters, key=int):
        columns = [key for key in keys if key.partition(".")[0] == chapter]
        yield from _table(notebooks, sorted(columns, key=by_number))
        yield ""
    for one in notebooks:
        for grade in one.grades:
            if not by_number(grade.exercise):
                yield f"{one.file}: {grade.message}"


def _table(
    notebooks: Sequence[GradedNotebook], columns: list[str]
) -> Iterator[str]:
    rows = [
        (one.file, {grade.exercise: grade.passed for grade in one.grades})
        for one in notebooks
    ]
    rows = [(file, found) for file, found in rows if found.keys() & columns]
    width = max(len(file) for file, _ in [*rows, (TOTAL, {})])
    yield _row(" " * width, columns, columns)
    for file, found in rows:
        marks = [_MARKS[found.get(key)] for key in columns]
        yield _row(file.ljust(width), marks, columns)
    passed = [[found.get(key) for _, found in rows] for key in columns]
    counts = [str(one.count(True)) for one in passed]
    yield _row(TOTAL.ljust(width), counts, columns)


def _row(name: str, cells: list[str], columns: list[str]) -> str:
    places = zip(cells, columns, strict=True)
    aligned = [cell.rjust(len(column)) for cell, column in places]
    return "  ".join([name, *aligned]).rstrip()


def _as_text(text: str) -> str:
    """Keep a spreadsheet from taking a learner's text for a formula.

    Some read the wide forms of the signs, too, or look behind spaces.
    """
    first = unicodedata.normalize("NFKC", text.strip())[:1]
    return f"'{text}" if first and first in "=+-@" else text
