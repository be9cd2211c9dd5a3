"""Tests of the commands `numbers` and `typed-numbers`."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from course.prose import numbers, typed_numbers
from course.repository.prose import Passage
from helpers.notes import NUMBERS_MIME

RIGHT = "It gets <!--n:01_a.accuracy:.1%-->93.5%<!--/n--> right."
COUNT = "One of <!--n:01_a.images:,-->1,000<!--/n-->."


def noting_cell(**numbers: float) -> nbformat.NotebookNode:
    output = new_output("display_data", data={NUMBERS_MIME: numbers})
    cell: nbformat.NotebookNode = new_code_cell("note(...)", outputs=[output])
    return cell


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small course in which all numbers are right."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book").mkdir()
    notebook = new_notebook()
    notebook.cells = [
        new_markdown_cell(f"# Title\n\n{RIGHT}\n{COUNT}"),
        noting_cell(accuracy=0.93461, images=1000),
    ]
    nbformat.write(notebook, tmp_path / "notebooks" / "01_a.ipynb")
    (tmp_path / "book" / "page.md").write_text(f"# Page\n\n{RIGHT}\n")
    (tmp_path / "README.md").write_text(f"# Course\n{COUNT}\n")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def run(root: Path, *arguments: str) -> int:
    return numbers.main(["--root", str(root), *arguments])


FILES = {
    "notebooks/01_a.ipynb": "notebooks/01_a.ipynb, cell 1, line 3",
    "book/page.md": "book/page.md, line 3",
}


def test_right_numbers_pass(root: Path) -> None:
    assert run(root) == 0


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_number_is_found_and_mended(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / name).read_bytes()
    change(root / name, "93.5%", "93.6%")
    assert run(root) == 1
    message = capsys.readouterr().err
    assert FILES[name] in message
    assert "01_a.accuracy says '93.6%', should say '93.5%'" in message
    assert run(root, "--fix") == 0
    assert (root / name).read_bytes() == before
    assert run(root) == 0


def test_a_number_that_changed_in_the_notebook_is_found(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root / "notebooks" / "01_a.ipynb", "0.93461", "0.92")
    assert run(root) == 1
    message = capsys.readouterr().err
    assert message.count("should say '92.0%'") == 2


@pytest.mark.parametrize(
    ("mark", "complaint"),
    [
        ("<!--n:01_a.loss:.2f-->1<!--/n-->", "no number 01_a.loss"),
        ("<!--n:02_b.accuracy:.2f-->1<!--/n-->", "no number 02_b.accuracy"),
        ("<!--n:01_a.accuracy:d-->1<!--/n-->", "cannot be written as 'd'"),
        ("<!--n:01_a.accuracy:.2q-->1<!--/n-->", "cannot be written as"),
        ("<!--n:01_a.accuracy:.1%-->93.5%", "a broken mark"),
        ("<!--n:01_a.accuracy-->93.5%<!--/n-->", "a broken mark"),
        ("<!-- n:01_a.accuracy:.1%-->93.5%<!--/n-->", "a broken mark"),
        ("93.5%<!--/n-->", "a broken mark"),
        (f"<!--n:01_a.accuracy:.1%-->{RIGHT}", "a broken mark"),
    ],
)
def test_a_mark_that_cannot_be_filled_is_an_error(
    root: Path, mark: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = root / "book" / "page.md"
    page.write_text(f"# Page\n\n\n{mark}\n")
    for arguments in ([], ["--fix"]):
        assert run(root, *arguments) == 1
        message = capsys.readouterr().err
        assert "book/page.md, line 4: " in message
        assert complaint in message
    assert mark in page.read_text()


def test_a_name_that_is_noted_twice_is_an_error(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "notebooks" / "01_a.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(noting_cell(accuracy=0.5))
    nbformat.write(notebook, path)
    assert run(root) == 1
    assert "cell 3: accuracy is noted twice" in capsys.readouterr().err


def test_marks_in_code_are_examples(root: Path) -> None:
    (root / "book" / "page.md").write_text(
        "Write `<!--n:x.y:.1%-->1<!--/n-->`, or\n\n"
        "```markdown\n<!--n:x.y:.1%-->\n```\n"
    )
    assert run(root) == 0


@pytest.mark.parametrize(
    "text",
    [
        "It gets 93.5% right.",
        "about 93 per cent",
        "2.3x faster",
        "3 times faster",
        "a gain of 2.3\xd7",
        "an accuracy of 0.93",
        "accuracy: 0.93",
        "the accuracy on the test\nset is 0.93",
        "0.93 accuracy",
        "The loss falls to 2",
        "RMSE 0.5",
        "perplexity of 85",
        "It takes 12 seconds",
        "0.93 \xb1 0.01",
        "| CNN | 0.93 |",
        "```{note}\nIt gets 93.5% right.\n```",
        "<!--fact:-->0.5 %<!--/fact-->",
        "<!--fact: a paper-->0.5 %",
    ],
)
def test_a_bare_result_is_found(text: str) -> None:
    assert list(typed_numbers.lint(Passage("page", text)))


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        "<!--fact: a paper-->0.5 %<!--/fact-->",
        "PyTorch 2.6 changed the loss.",
        "Section 2.3 is about accuracy.",
        "images of 28x28, filters of 3 \xd7 3",
        "With `lr=0.1` the loss falls.",
        "$0.5 \\cdot loss$ and $$accuracy = 0.5$$",
        "[the loss](page.md#part-0.5) and https://a.org/50%25",
        "```python\naccuracy = 0.93\n```",
        "60,000 images in 10 classes, 10 minutes",
        "top-5 accuracy of the 5 classes",
        "1. accuracy\n2. loss\n3. 2.5 apples",
        "| data | CC BY 4.0 |",
        '<img src="a.png" width="50%" alt="loss">',
        "---\nloss: 0.5\n---\nText",
        "![the loss is 0.5](../book/_static/drawings/lora.svg)",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not list(typed_numbers.lint(Passage("page", text)))


@pytest.mark.timeout(10)
def test_long_text_is_searched_quickly() -> None:
    words = "the loss of the model, and its accuracy, " * 500
    assert not list(typed_numbers.lint(Passage("page", words)))
    assert not list(typed_numbers.lint(Passage("page", "loss" + " " * 2000)))


def test_the_linter_names_the_place(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed_numbers.main(["--root", str(root)]) == 0
    path = root / "notebooks" / "01_a.ipynb"
    change(path, "# Title", "# Title with 5 %")
    assert typed_numbers.main(["--root", str(root)]) == 1
    message = capsys.readouterr().err
    assert message.startswith(
        "notebooks/01_a.ipynb, cell 1, line 1: '5 %' looks like a percentage"
    )


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_mark_must_not_start_a_line(
    root: Path, indent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    start = f"- Words\n{indent}<!--n:01_a.images:,-->1,000<!--/n--> more"
    change(root / "book" / "page.md", RIGHT, start)
    assert run(root) == 1
    assert "line 4: a mark at the start" in capsys.readouterr().err
