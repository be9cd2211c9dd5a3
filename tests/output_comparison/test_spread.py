"""Tests of what moves in outputs, and of outputs settled by it."""

from pathlib import Path

import pytest

from output_comparison.comparison import find_difference
from output_comparison.printed import Printed
from output_comparison.settle import is_of, settle
from output_comparison.spread import (
    Outputs,
    OutputSpread,
    measure,
    read_spread,
    spread_path,
)
from output_comparison.tolerance import Tolerance


def spread_of(kind: str, *values: object) -> OutputSpread:
    """Return what moved in one output over several runs."""
    names = [f"run {n}" for n in range(len(values))]
    spread = measure(names, [{"cell": {kind: [one]}} for one in values])
    return spread.cells["cell"][kind][0]


ACCURACIES = [0.81, 0.82, 0.80, 0.81, 0.82, 0.81, 0.80, 0.81, 0.82]
TRAINED = [
    f"best: {'B' if accuracy == 0.80 else 'A'}\n"
    f"rows 800, accuracy {accuracy:.2f}\nseeds 3"
    for accuracy in ACCURACIES
]


def test_numbers_and_words_are_sorted_by_whether_they_moved() -> None:
    spread = spread_of("stdout", *TRAINED)
    assert spread.numbers == ["800", "0.81", "3"]
    assert spread.moved == {"1": ACCURACIES}
    assert spread.loose == [0]
    assert not spread.shapeless


@pytest.mark.parametrize(
    ("new", "accepted"),
    [
        (TRAINED[1], True),
        ("best: Z\nrows 800, accuracy 0.79\nseeds 3", True),
        ("best: A\nrows 801, accuracy 0.81\nseeds 3", False),
        ("best: A\nrows 800, accuracy 0.41\nseeds 3", False),
        ("best: A\nrows 800, accuracy nan\nseeds 3", False),
        ("best: A\nrows 800, precision 0.81\nseeds 3", False),
        ("best: A\nrows 800, accuracy 0.81\nseeds 4", False),
        ("best: A\nrows 800, accuracy 0.81", False),
    ],
)
def test_only_what_moved_may_move(new: str, accepted: bool) -> None:
    spread = spread_of("stdout", *TRAINED)
    assert (settle("stdout", new, TRAINED[0], spread) == TRAINED[0]) == accepted


def test_what_disagrees_is_all_that_is_left_to_see() -> None:
    spread = spread_of("stdout", *TRAINED)
    new = "best: B\nrows 801, accuracy 0.80\nseeds 3"
    settled = settle("stdout", new, TRAINED[0], spread)
    assert settled == TRAINED[0].replace("800", "801")


def test_an_output_of_any_length_is_compared_by_being_there() -> None:
    spread = spread_of("stdout", "one", "one\ntwo")
    assert spread.shapeless
    assert settle("stdout", "other\nthree\nlines", "one", spread) == "one"


def test_noted_numbers_follow_the_same_rule() -> None:
    kind = "application/vnd.course.numbers+json"
    runs = [{"loss": loss, "rows": 3} for loss in (0.5, 0.51, 0.49)]
    spread = spread_of(kind, *runs)
    assert settle(kind, {"loss": 0.505, "rows": 3}, runs[0], spread) == runs[0]
    wrong = {"loss": 0.505, "rows": 4}
    assert settle(kind, wrong, runs[0], spread) == wrong


@pytest.mark.parametrize(
    ("new", "accepted"),
    [
        ("loss 0.520, accuracy 0.81, rows 90", True),
        ("loss 0.500, accuracy 0.83, rows 90", True),
        ("loss 0.500, accuracy 0.95, rows 90", False),
        ("loss 0.500, accuracy 0.81, rows 91", False),
    ],
)
def test_a_decimal_may_move_as_far_as_those_beside_it(
    new: str, accepted: bool
) -> None:
    """It did not move in a few runs: that is luck. A count is none."""
    runs = [
        f"loss {loss:.3f}, accuracy 0.81, rows 90"
        for loss in (0.50, 0.50, 0.51, 0.50, 0.49, 0.50, 0.50)
    ]
    spread = spread_of("stdout", *runs)
    assert (settle("stdout", new, runs[0], spread) == runs[0]) == accepted


def test_tables_follow_the_same_rule() -> None:
    def table(*scores: float) -> str:
        rows = "".join(f"<tr><td>m</td><td>{one}</td></tr>" for one in scores)
        return f"<table>{rows}</table>"

    runs = [table(0.5, 0.6, 0.7), table(0.52, 0.6, 0.7), table(0.5, 0.61, 0.7)]
    spread = spread_of("text/html", *runs)
    # The third never moved, but its column did.
    new = table(0.51, 0.6, 0.71)
    assert settle("text/html", new, runs[0], spread) == runs[0]
    assert settle("text/html", table(0.5, 0.6, 0.9), runs[0], spread) != runs[0]


def test_an_output_that_a_run_lacks_is_compared_by_being_there() -> None:
    runs: list[dict[str, Outputs]] = [{"cell": {"stdout": ["a"]}}, {"cell": {}}]
    spread = measure(["one", "other"], runs)
    assert spread.cells["cell"]["stdout"][0].shapeless


@pytest.mark.parametrize(
    ("stored", "same"),
    [
        (TRAINED[0], True),
        (TRAINED[2], True),
        (TRAINED[0].replace("rows", "lines"), False),
        (TRAINED[0].replace("0.81", "0.11"), False),
        (TRAINED[0].replace("800", "900"), False),
        ("best: A", False),
    ],
)
def test_stored_outputs_that_changed_are_noticed(
    stored: str, same: bool
) -> None:
    spread = spread_of("stdout", *TRAINED)
    assert is_of("stdout", stored, spread, Tolerance()) == same


def test_a_spread_is_the_same_after_writing_and_reading(
    tmp_path: Path,
) -> None:
    runs = [
        {"c": {"stdout": [one], "text/html": ["<b>1</b>"]}} for one in TRAINED
    ]
    spread = measure([f"run {n}" for n in range(len(runs))], runs)
    path = tmp_path / "a.ipynb"
    assert read_spread(path) is None
    spread_path(path).parent.mkdir()
    spread_path(path).write_text(spread.text(), "utf-8")
    assert read_spread(path) == spread


def test_the_comparison_uses_the_spread() -> None:
    def output(text: str) -> dict[str, str]:
        return {"output_type": "stream", "name": "stdout", "text": text}

    spread = {"stdout": [spread_of("stdout", *TRAINED)]}
    new, stored = [output(TRAINED[2])], [output(TRAINED[0])]
    assert find_difference(new, stored, Tolerance(), str) is not None
    assert find_difference(new, stored, Tolerance(), str, spread) is None


@pytest.mark.parametrize(
    ("number", "unit"),
    [("0.81", 0.01), ("1,200", 1.0), ("2.5e-3", 1e-4), ("12.", 1.0)],
)
def test_the_worth_of_the_last_place(number: str, unit: float) -> None:
    assert Printed.parse(number).unit == pytest.approx(unit)
