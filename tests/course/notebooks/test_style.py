"""Tests of the command `style`: the rules of the house."""

from collections.abc import Callable
from pathlib import Path

from course.notebooks import style
import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)


def code(source: str, *outputs: NotebookNode) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source, outputs=list(outputs))
    return cell


def printed(text: str, name: str = "stdout") -> NotebookNode:
    output: NotebookNode = new_output("stream", name=name, text=text)
    return output


def figure(alt: str) -> NotebookNode:
    output = new_output(
        "display_data",
        data={"image/png": "", "text/plain": "<Figure size 1x1 with 1 Axes>"},
        metadata={"image/png": {"alt": alt}},
    )
    cell = code("plot()", output)
    cell.metadata.mystnb = {"image": {"alt": alt}}
    return cell


def chapter(*cells: NotebookNode) -> NotebookNode:
    """Return a chapter whose cells were run, with words before each."""
    notebook: NotebookNode = new_notebook(cells=[new_markdown_cell("# Title")])
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
        notebook.cells += [new_markdown_cell("Words."), cell]
    return notebook


def good() -> NotebookNode:
    return chapter(
        code("x = 1\nx", printed("1\n")), figure("A rise"), figure("A fall")
    )


def edit_title(notebook: NotebookNode) -> None:
    notebook.cells[0].source = "Words"


def edit_length(notebook: NotebookNode) -> None:
    notebook.cells[2].source = "x = 1\n\n" * 31


def edit_median(notebook: NotebookNode) -> None:
    for number in (2, 4):
        notebook.cells[number].source = "x = 1\n" * 6


def edit_percentile(notebook: NotebookNode) -> None:
    notebook.cells[2].source = "x = 1\n" * 25


def edit_width(notebook: NotebookNode) -> None:
    notebook.cells[2].source = "x = 1\n" + "y" * 81


def edit_words(notebook: NotebookNode) -> None:
    del notebook.cells[5], notebook.cells[3]


def edit_count(notebook: NotebookNode) -> None:
    notebook.cells[2].execution_count = None


def edit_order(notebook: NotebookNode) -> None:
    notebook.cells[2].execution_count = 7


def edit_empty(notebook: NotebookNode) -> None:
    notebook.cells[2].source = " "


def edit_stderr(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = [printed("hm", "stderr")]


def edit_error(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = [
        new_output("error", ename="ValueError", evalue="", traceback=[])
    ]


def edit_print(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = [printed("short\n" + "x" * 89)]


def edit_address(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = [printed("<object at 0x7f1234567890>")]


def edit_alt(notebook: NotebookNode) -> None:
    notebook.cells[4].outputs[0].metadata = {}


def edit_same_alt(notebook: NotebookNode) -> None:
    notebook.cells[6] = figure("A rise")
    notebook.cells[6].execution_count = 3


def edit_book_alt(notebook: NotebookNode) -> None:
    notebook.cells[4].metadata = {}


def edit_two_figures(notebook: NotebookNode) -> None:
    notebook.cells[4].outputs += figure("Another").outputs


def test_a_good_chapter_breaks_no_rule() -> None:
    assert list(style.check(good())) == []


def test_a_cell_that_only_notes_a_number_does_not_count_as_code() -> None:
    notebook = good()
    del notebook.cells[5], notebook.cells[3]
    notebook.cells[2].source = "note(x=1)"
    assert list(style.check(notebook)) == []


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (edit_title, "cell 1: a chapter opens with a title"),
        (edit_length, "cell 3: 31 lines of code; at most 30"),
        (edit_median, "6 lines in the median; at most 5"),
        (edit_percentile, "at most 17; the longest is cell 3"),
        (edit_width, "cell 3, line 2: 81 characters; at most 80"),
        (edit_words, "cell 5: more than 2 code cells in a row"),
        (edit_count, "cell 3: never run"),
        (edit_order, "cells were not run in order"),
        (edit_empty, "cell 3: is empty"),
        (edit_stderr, "cell 3: it writes to stderr"),
        (edit_error, "cell 3: its output is an error, ValueError"),
        (edit_print, "cell 3: prints 89 characters in a line"),
        (edit_address, "cell 3: its output holds an address in memory"),
        (edit_alt, "cell 5: the figure has no alt text"),
        (edit_same_alt, "cell 7: an earlier figure has the same alt text"),
        (edit_book_alt, "cell 5: the book has other alt text"),
        (edit_two_figures, "cell 5: 2 figures"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(
    edit: Callable[[NotebookNode], None], complaint: str
) -> None:
    notebook = good()
    edit(notebook)
    messages = list(style.check(notebook))
    assert [message for message in messages if complaint in message], messages


def test_the_script_names_the_notebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notebooks" / "01_a.ipynb"
    path.parent.mkdir()
    nbformat.write(good(), path)
    assert style.main(["--root", str(tmp_path)]) == 0
    nbformat.write(new_notebook(), path)
    assert style.main([str(path)]) == 1
    assert f"{path}: cell 1" in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("no notebook")
    with pytest.raises(ValueError, match=r"a\.ipynb is not a notebook"):
        style.main([str(path)])
