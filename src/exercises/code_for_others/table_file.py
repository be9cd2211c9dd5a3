"""A file of comma-separated values, whole, damaged in two ways, and gone."""

import tempfile
from pathlib import Path
from typing import Any

from grading.adapters import given, to_plain

FILE = "patients.csv"


def read_each(answer: Any, columns: Any, cells: Any, **fault: Any) -> Any:
    """Return the rows of each file, or what is raised, said, and the cause."""
    row, place, word = fault["row"], fault["place"], fault["word"]
    found: dict[str, Any] = {}
    for case in ("fine", "word", "short", "gone"):
        table = [[str(cell) for cell in one] for one in cells.tolist()]
        if case == "word":
            table[row][place] = word
        if case == "short":
            del table[row][place]
        lines = [",".join(one) for one in [columns, *table]]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / FILE
            if case != "gone":
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            try:
                rows = answer(path)
            except Exception as error:
                cause = type(error.__cause__).__name__
                found[case] = [type(error).__name__, str(error), cause]
            else:
                found[case] = {"rows": given(rows) if case == "fine" else 0}
    return to_plain(found)
