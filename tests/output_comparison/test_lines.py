"""Tests of outputs taken apart into lines, words and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from output_comparison.lines import Line, lines_of, value_of, with_lines

TABLE = (
    "<table><tr><th>model</th><th>accuracy</th></tr>"
    "<tr><td>linear</td><td>0.41</td></tr>"
    "<tr><td>network</td><td>0.57</td></tr></table>"
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("accuracy 0.81 of 1,000", ["0.81", "1,000"]),
        ("-3 and 5-7, 2.5e-3", ["-3", "5", "7", "2.5e-3"]),
        ("81.2% [0.1, -.5]", ["81.2", "0.1", "-.5"]),
        ("conv1 has 3x3 weights in v2.15.0", []),
        ("nan inf", []),
        ("ends in 12.", ["12."]),
    ],
)
def test_numbers_are_told_from_words(text: str, numbers: list[str]) -> None:
    assert Line(text).numbers == numbers


def test_words_do_not_depend_on_numbers_and_padding() -> None:
    assert Line("loss  0.5   up").words == Line("loss 12.25 up ").words
    assert Line("loss 0.5").words != Line("gain 0.5").words


def test_a_number_with_separators_has_its_value() -> None:
    assert value_of("-1,234.5") == -1234.5


def test_the_cells_of_a_table_know_their_column() -> None:
    columns = {one.text: one.column for one in lines_of("text/html", TABLE)}
    assert columns["0.41"] == columns["0.57"] != columns["linear"]


def test_the_rows_of_a_printed_table_have_one_column() -> None:
    cat, dog, total, empty = lines_of("stdout", "cat 0.41\ndog 0.57\nall 3\n")
    assert cat.column == dog.column != total.column
    assert empty.column == ""


def test_json_gives_a_line_for_each_number() -> None:
    lines = lines_of("application/json", {"b": [1.5, 2], "a": None})
    assert [one.text for one in lines] == [".a: null", ".b[0]: 1.5", ".b[1]: 2"]


@pytest.mark.parametrize("kind", ["stdout", "text/html"])
@given(text=st.text("ab01.<>/td \n", max_size=40))
def test_unchanged_lines_make_the_same_output(kind: str, text: str) -> None:
    lines = lines_of(kind, text)
    same = {n: one.text for n, one in enumerate(lines)}
    assert with_lines(kind, text, same) == text


def test_a_cell_of_a_table_is_replaced_alone() -> None:
    place = [one.text for one in lines_of("text/html", TABLE)].index("0.57")
    changed = with_lines("text/html", TABLE, {place: "0.58"})
    assert changed == TABLE.replace("0.57", "0.58")
