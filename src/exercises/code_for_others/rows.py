"""A damaged row of a file."""

import re
from typing import Any

import numpy as np

from exercises.code_for_others.table_file import FILE, read_each
from grading.exercise import Exercise, Mistake, Question

COLUMNS = ("age", "height", "weight", "pulse", "glucose", "sodium")


def _ask(rng: np.random.Generator) -> Question:
    return {
        "columns": rng.permutation(COLUMNS)[:4].tolist(),
        "cells": rng.integers(100, 999, size=(19, 4)) / 10,
        "row": int(rng.integers(8, 17)),
        "place": int(rng.integers(4)),
        "word": str(rng.choice(["n/a", "-", "many", ""])),
    }


def _other_rows(reply: Any, columns: Any, cells: Any, **_: Any) -> bool:
    rows = [dict(zip(columns, one, strict=True)) for one in cells.tolist()]
    return bool(reply["fine"] != {"rows": rows})


def _is_no(kind: str, case: str) -> Any:
    """Return a test: whether a case raises another kind of error, or none."""
    return lambda reply, **_: (
        isinstance(reply[case], dict) or reply[case][0] != kind
    )


def _without_line(reply: Any, row: int, **_: Any) -> bool:
    return not all(
        FILE in reply[case][1] and re.search(rf"\b{row + 2}\b", reply[case][1])
        for case in ("word", "short")
    )


def _other_column(reply: Any, columns: Any, place: int, **_: Any) -> bool:
    words = re.findall(r"\w+", reply["word"][1])
    return [one for one in columns if one in words] != [columns[place]]


EXERCISE = Exercise(
    section="say-what-it-means-and-what-caused-it",
    hints=(
        "Which line of your function raises for a word, and which for a row "
        "that is too short?",
        "Try as little as possible: only the conversion of one cell. A row of "
        "another length needs a check of its own, before.",
        "Count the lines with enumerate, from 2 on. Compare the number of "
        "cells with that of columns; then catch ValueError around float, and "
        "raise a RowError from it.",
    ),
    ask=_ask,
    use=read_each,
    mistakes=(
        Mistake(
            "the rows of a file in order are wrong: a dict of floats for each",
            ("= float(cell)", "= float(cell) and cell"),
            ("        rows.append(row)", "    rows.append(row)"),
            shows=_other_rows,
        ),
        Mistake(
            "a file that is missing is no damaged row: that error must come "
            "out as it is",
            (
                'path.read_text(encoding="utf-8")',
                '(path.read_text() if path.exists() else "a")',
            ),
            shows=_is_no("FileNotFoundError", "gone"),
        ),
        Mistake(
            "a row that is too short is accepted, or raises another error",
            ("len(cells) != len(columns)", "len(cells) > len(columns)"),
            shows=_is_no("RowError", "short"),
        ),
        Mistake(
            "a cell that is no number is accepted, or raises another error",
            ("raise RowError(message) from error", "raise"),
            ("raise RowError(message) from error", "continue"),
            shows=_is_no("RowError", "word"),
        ),
        Mistake(
            "a message lacks the file or the line, counted as an editor does",
            ("start=2", "start=1"),
            ("start=2", "start=0"),
            ("{path.name}, line", "line"),
            shows=_without_line,
        ),
        Mistake(
            "the message does not name the column of the cell, or others, too",
            ("{column} must", "it must"),
            ("{column} must", "one of {columns} must"),
            shows=_other_column,
        ),
        Mistake(
            "the cause of a RowError must be what float raised",
            (" from error", ""),
            (" from error", " from None"),
            shows=lambda reply, **_: reply["word"][2] != "ValueError",
        ),
    ),
)
