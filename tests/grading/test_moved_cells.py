"""Right answers are found wherever a learner has put them.

One run grades all: it takes seconds to start a kernel with PyTorch.
"""

import re

import nbformat
import pytest
from graded_class import COURSE, SOLUTION, Graded, fill, grade, write
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("moved cells")]

SECOND = COURSE / "notebooks/solutions/03_data_solution.ipynb"
RIGHT = {f"2.{n}" for n in range(1, 8)}
IN_SECOND = set(re.findall(r"check\(\\\"(3\.\d+)", SECOND.read_text("utf-8")))


def solved() -> NotebookNode:
    """Return the solution without its project, which takes long."""
    notebook: NotebookNode = nbformat.read(SOLUTION, as_version=4)
    fill(notebook, "2.8", "fit = None")
    return notebook


def source(notebook: NotebookNode, key: str) -> str:
    [found] = [
        one.source
        for one in notebook.cells
        if one.source.startswith(f"# ANSWER {key}\n")
    ]
    return str(found)


def without(notebook: NotebookNode, *keys: str) -> NotebookNode:
    """Return a notebook without its answers to some exercises."""
    starts = tuple(f"# ANSWER {key}\n" for key in keys)
    kept = [one for one in notebook.cells if not one.source.startswith(starts)]
    return NotebookNode(notebook, cells=kept)


def joined(*sources: str) -> NotebookNode:
    made: NotebookNode = new_code_cell("\n\n".join(sources))
    return made


def in_one_cell() -> NotebookNode:
    """Return a notebook whose code is one cell; 2.3 cannot run."""
    notebook = solved()
    fill(notebook, "2.3", "losses = {}[0]")
    code = [one for one in notebook.cells if one.cell_type == "code"]
    cells = [joined(*(one.source for one in code))]
    return NotebookNode(notebook, cells=cells)


def unmarked() -> NotebookNode:
    """Return a notebook with two answers that lost their first lines."""
    notebook = solved()
    for key in ("2.2", "2.4"):
        place = next(
            number
            for number, one in enumerate(notebook.cells)
            if one.source.startswith(f"# ANSWER {key}\n")
        )
        code = notebook.cells[place].source.partition("\n")[2]
        notebook.cells[place] = new_code_cell(code)
    return without(notebook, "2.5")


def of_two_chapters() -> NotebookNode:
    """Return a notebook with exercises of the first two chapters.

    Those of the first are merged in another order, and come last.
    """
    notebook = solved()
    answers = [source(notebook, key) for key in ("2.5", "2.2", "2.1")]
    notebook = without(notebook, "2.1", "2.2", "2.5")
    second = nbformat.read(SECOND, as_version=4).cells
    for number, one in enumerate(second):
        one["id"] = f"second-{number}"
    notebook.cells += [*second, joined(*answers)]
    return notebook


def with_files() -> NotebookNode:
    """Return a notebook that needs files beside it."""
    notebook = solved()
    fill(notebook, "2.1", "import mylib\ntrain_step = mylib.train_step")
    fill(notebook, "2.2", "def accuracy(*_): open('a.txt')")
    fill(notebook, "2.3", "losses = mylib.losses")
    fill(notebook, "2.4", "def mean_loss(losses, sizes): return losses.mean()")
    fill(notebook, "2.5", "%run build.py")
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    start = tmp_path_factory.mktemp("moved")
    for make in (in_one_cell, unmarked, of_two_chapters, with_files):
        write(make(), start / "class" / f"{make.__name__}.ipynb")
    (start / "class" / "mylib.py").write_text("losses = {}\n")
    return grade(start, "class", "--csv=grades.csv", "--jobs=2")


@pytest.mark.parametrize(
    ("learner", "keys"),
    [
        ("in_one_cell", RIGHT - {"2.3"}),
        ("unmarked", RIGHT - {"2.5"}),
        ("of_two_chapters", RIGHT | IN_SECOND),
        ("with_files", {"2.6", "2.7"}),
    ],
)
def test_answers_are_graded_where_they_are(
    graded: Graded, learner: str, keys: set[str]
) -> None:
    assert graded.passed(learner) == keys


def test_an_answer_that_is_gone_is_missing(graded: Graded) -> None:
    hint = graded.hint("unmarked", "2.5")
    assert hint.startswith("the answer cell is missing: keep its first line")
    assert "'# ANSWER 2.5'" in hint


def test_each_chapter_of_a_notebook_has_its_rows(graded: Graded) -> None:
    rows = [r for r in graded.rows if r["learner"] == "of_two_chapters"]
    chapters = [row["exercise"].partition(".")[0] for row in rows]
    assert chapters == ["2"] * 8 + ["3"] * len(IN_SECOND)


@pytest.mark.parametrize("key", ["2.1", "2.2", "2.3", "2.5"])
def test_files_beside_the_notebook_are_told_of(
    graded: Graded, key: str
) -> None:
    hint = graded.hint("with_files", key)
    assert ". Files beside the notebook, such as your own modules" in hint
    assert "Hint: " not in hint


def test_and_not_where_none_is_missing(graded: Graded) -> None:
    hint = graded.hint("with_files", "2.4")
    assert hint.startswith("the small last batch counts")
    assert "Files beside" not in hint
