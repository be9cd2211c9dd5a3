"""What is taken from a learner's notebook, and what from the release."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.grading.merging import merge
from helpers.grading.releases import RELEASE, find_release


def cell(name: str, source: str) -> NotebookNode:
    made: NotebookNode = new_code_cell(source, id=name)
    return made


GIVEN = [
    cell("set-up", "import torch"),
    cell("one-answer", "# ANSWER 1.1\nf = ..."),
    cell("one-check", 'check("1.1", f)'),
    cell("two-answer", "# ANSWER 1.2\ng = ..."),
    cell("two-check", 'check("1.2", g)'),
]


def book(*cells: NotebookNode) -> NotebookNode:
    return NotebookNode(cells=list(cells))


def merged(*mine: NotebookNode) -> list[list[str]]:
    release = book(new_markdown_cell("# Title"), *GIVEN)
    tasks = merge(release, book(*mine))
    assert [(task.key, task.name) for task in tasks] == [
        ("1.1", "f"),
        ("1.2", "g"),
    ]
    return [list(task.cells) for task in tasks]


def test_answers_are_taken_wherever_they_stand() -> None:
    two, one = (
        cell("a", "# ANSWER 1.2\ng = 2"),
        cell("b", "#ANSWER 1.1 mine\nf = 1"),
    )
    assert merged(two, one) == [
        ["import torch", one.source],
        [two.source],
    ]


def test_an_answer_is_known_by_its_id_without_its_first_line() -> None:
    assert merged(cell("one-answer", "f = 1")) == [
        ["import torch", "f = 1"],
        [],
    ]


def test_a_copy_of_the_stub_does_not_undo_an_answer() -> None:
    solved = cell("x", "# ANSWER 1.1\nf = 1")
    first, _ = merged(solved, GIVEN[1])
    assert first == ["import torch", solved.source]
    first, _ = merged(GIVEN[1], GIVEN[1])
    assert set(first) == {"import torch", GIVEN[1].source}


def test_the_last_of_several_answers_comes_last() -> None:
    cells = [cell(f"x{n}", f"# ANSWER 1.1\nf = {n}") for n in range(3)]
    first, _ = merged(*cells)
    assert first == ["import torch", *(one.source for one in cells)]


def test_given_cells_run_although_they_are_gone() -> None:
    assert merged() == [["import torch"], []]


def test_an_edited_given_cell_runs_after_the_given_one() -> None:
    edited = cell("set-up", "import torch, math")
    assert merged(edited)[0] == ["import torch", "import torch, math"]


def test_extra_cells_keep_their_place() -> None:
    extra = cell("x", "helper = 1")
    assert merged(*GIVEN[:3], extra, *GIVEN[3:])[1] == [
        "helper = 1",
        "# ANSWER 1.2\ng = ...",
    ]


@pytest.mark.parametrize(
    "call",
    ['check("1.1", f)', "check('1.1', f, hint=3)", "check( '1.1' , f ) ;"],
)
def test_checks_are_left_out(call: str) -> None:
    solved = cell("x", f"# ANSWER 1.1\nf = 1\n{call}\nprint(f)")
    first, _ = merged(solved, cell("y", call))
    assert first == ["import torch", "# ANSWER 1.1\nf = 1\n\nprint(f)"]


def test_cells_that_are_no_code_do_not_count() -> None:
    text = new_markdown_cell("# ANSWER 1.1\nf = 1")
    raw = NotebookNode(cell_type="raw", source="# ANSWER 1.2\ng = 1")
    assert merged(text, raw) == [["import torch"], []]


def test_a_release_is_found_by_what_is_in_the_file_or_by_its_name() -> None:
    first = RELEASE / "01_fundamentals_exercise.ipynb"
    answer = book(cell("x", "# ANSWER 1.4\nf = 1"))
    assert find_release(answer, "my homework") == first
    assert find_release(None, f"{first.stem} (2)") == first
    assert find_release(None, "homework") is None
    assert find_release(book(GIVEN[0]), "01_fundamentals") is None
