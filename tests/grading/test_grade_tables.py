"""The tables of a class."""

import csv
import json
from pathlib import Path

import pytest

from grading.grades import Grade, GradedNotebook
from grading.tables import overview, write_csv, write_json

WRONG = Grade("1.10", False, "off by one", 0.5)
CLASS = [
    GradedNotebook("ann", "ann/a.ipynb", (Grade("1.2", True), WRONG)),
    GradedNotebook("ben", "ben/a.ipynb", (Grade("1.2", True),)),
    GradedNotebook("eve", "eve.ipynb", (Grade("-", False, "it is empty"),)),
]


def named(text: str) -> list[GradedNotebook]:
    """Return a notebook with a text wherever a learner may put one."""
    return [GradedNotebook(text, text, (Grade("1.1", False, text),))]


def test_the_overview_has_notebooks_and_exercises() -> None:
    assert list(overview(CLASS)) == [
        "               1.2  1.10",
        "ann/a.ipynb      ✓     ✗",
        "ben/a.ipynb      ✓",
        "right answers    2     0",
        "",
        "eve.ipynb: it is empty",
    ]


def test_each_chapter_has_a_table_of_its_own() -> None:
    both = (Grade("1.2", True), Grade("10.1", False), Grade("2.1", True))
    lines = list(overview([GradedNotebook("ann", "a.ipynb", both), CLASS[1]]))
    heads = [line.split() for line in lines if "." not in line[:3].strip()]
    assert [one for one in heads if one and one[0][0].isdigit()] == [
        ["1.2"],
        ["2.1"],
        ["10.1"],
    ]
    assert sum("ben/a.ipynb" in line for line in lines) == 1


def test_the_csv_has_a_row_per_learner_and_exercise(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", CLASS)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["learner", "exercise", "passed", "hint", "file"],
        ["ann", "1.2", "1", "", "ann/a.ipynb"],
        ["ann", "1.10", "0", "off by one", "ann/a.ipynb"],
        ["ben", "1.2", "1", "", "ben/a.ipynb"],
        ["eve", "-", "0", "it is empty", "eve.ipynb"],
    ]


def test_the_json_has_the_same_with_seconds(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", CLASS)
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(rows) == 4
    assert rows[1] == {
        "learner": "ann",
        "file": "ann/a.ipynb",
        "exercise": "1.10",
        "passed": False,
        "message": "off by one",
        "seconds": 0.5,
    }


def test_excel_is_told_that_the_table_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, named("Zoë Müller"))
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbflearner,")
    assert "Zoë Müller,1.1,0," in content.decode("utf-8")


WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same four as Japanese writes them


@pytest.mark.parametrize("sign", [*"=+-@", *WIDE, "\t=", " +", "\r@"])
def test_no_text_becomes_a_formula(tmp_path: Path, sign: str) -> None:
    text = f"{sign}1+1"
    write_csv(tmp_path / "a.csv", named(text))
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        [_, row] = csv.reader(file)
    assert row == [f"'{text}", "1.1", "0", f"'{text}", f"'{text}"]
