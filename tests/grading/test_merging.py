"""What is taken from a learner's notebook, and what from the release."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from exercises import chapters
from grading.chapters import Chapter
from grading.merging import merge
from grading.releases import find_releases


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


ONE, TWO = "# ANSWER 1.1\nf = 1", "# ANSWER 1.2\ng = 2"


@pytest.mark.parametrize("name", ["one-answer", "two-answer", "new"])
def test_merged_answers_go_where_each_belongs(name: str) -> None:
    assert merged(cell(name, f"{ONE}\n\n{TWO}")) == [
        ["import torch", ONE],
        [TWO],
    ]


def test_an_answer_runs_behind_what_stands_above_it_in_its_cell() -> None:
    first, second = merged(cell("x", f"import math\n{TWO}\n{ONE}"))
    assert first == ["import torch", "import math", TWO, ONE]
    assert second == [TWO]


def test_all_code_in_one_cell_with_the_checks() -> None:
    sources = [one.source for one in GIVEN]
    sources[1], sources[3] = ONE, TWO
    first, second = merged(cell("set-up", "\n\n".join(sources)))
    assert first == ["import torch", "import torch", ONE]
    assert second == [TWO]


@pytest.mark.parametrize("key", ["1.1", "1.2"])
def test_every_answer_of_a_merged_cell_is_there(key: str) -> None:
    release = book(*GIVEN)
    tasks = merge(release, book(cell("x", f"{TWO}\n{ONE}\n{TWO}")))
    assert [task.answered for task in tasks if task.key == key] == [True]


@pytest.mark.parametrize("in_one_cell", [True, False])
def test_stubs_do_not_undo_answers_in_merged_cells(in_one_cell: bool) -> None:
    stubs = [GIVEN[1].source, 'check("1.1", f)', GIVEN[3].source]
    sources = [ONE, *stubs, TWO, *stubs]
    mine = ["\n".join(sources)] if in_one_cell else [ONE, TWO, "\n".join(stubs)]
    cells = [cell(f"x{n}", source) for n, source in enumerate(mine)]
    assert merged(*cells) == [["import torch", ONE], [TWO]]


def test_a_stub_with_given_code_below_it_is_a_stub() -> None:
    both = cell("x", f"{GIVEN[1].source}\n\n{GIVEN[0].source}")
    assert merged(cell("y", ONE), both)[0] == ["import torch", ONE]


def test_the_last_of_several_in_a_cell_comes_last() -> None:
    again = "# ANSWER 1.1\nf = 3"
    first, _ = merged(cell("x", f"{ONE}\n{TWO}\n{again}"))
    assert first == ["import torch", ONE, TWO, again]


@pytest.mark.parametrize("keeps_the_id", [0, 1, 2])
def test_the_parts_of_a_split_answer_keep_their_order(
    keeps_the_id: int,
) -> None:
    names = ["a", "b", "c"]
    names[keeps_the_id] = "one-answer"
    sources = ["# ANSWER 1.1", "x = 1", "f = x"]
    cells = [cell(*pair) for pair in zip(names, sources, strict=True)]
    assert merged(*cells)[0] == ["import torch", *sources]


def test_a_merged_answer_without_its_first_line_is_known_by_the_id() -> None:
    lost = cell("one-answer", f"f = 1\n{TWO}")
    assert merged(lost) == [["import torch", "f = 1"], [TWO]]


def names(chapters: tuple[Chapter, ...]) -> list[str]:
    return [chapter.name for chapter in chapters]


def test_exercises_of_two_chapters_in_one_notebook() -> None:
    number = {one.name: min(one.exercises).split(".")[0] for one in chapters()}
    wanted = ["02_training", "09_named_entities", "12_evaluation"]
    keys = [f"{number[wanted[k]]}.4" for k in (2, 0, 1)]
    answers = [
        cell(f"x{k}", f"# ANSWER {key}\nf = 1") for k, key in enumerate(keys)
    ]
    assert names(find_releases(book(*answers), "a")) == wanted


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
    [
        'check("1.1", f)',
        "check('1.1', f, hint=3)",
        "check( '1.1' , f ) ;",
        'check("1.1", f)  # at last',
    ],
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
    first = ["02_training"]
    answer = book(cell("x", "# ANSWER 2.4\nf = 1"))
    assert names(find_releases(answer, "my homework")) == first
    assert names(find_releases(None, "02_TRAINING_Exercise (2)")) == first
    assert find_releases(None, "homework") == ()
    assert find_releases(book(GIVEN[0]), "02_training") == ()
