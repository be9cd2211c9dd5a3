"""Tests of the command `run`: storing outputs that stay the same."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from course.notebooks import run as command
from course.repository.root import REPOSITORY
from helpers.notes import NUMBERS_MIME

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("run")]

COMMAND = (sys.executable, "-m", "course", "run")

TITLE = "# A title\n\nIt is <!--n:GOOD.accuracy:.1%-->?<!--/n-->."
GOOD = [
    "print('one')\nprint('two')",
    "from helpers.notes import note\nnote(accuracy=0.93461)",
    "import base64\nfrom IPython.display import Image, display\n"
    "png = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
    "DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')\n"
    "display(Image(png), metadata={'image/png': {'alt': 'A dot'}})",
    "import os, sys\nprint(os.environ['TQDM_DISABLE'], "
    f"sys.executable == {sys.executable!r})\nprint({{'b', 'a', 'c'}})",
]
BAD = {
    "raises": ["x = 1", "x / 0"],
    "noisy": ["import sys", "print('hm', file=sys.stderr)"],
    "dies": ["import os", "os._exit(1)"],
}


@dataclass(frozen=True)
class Result:
    """What a run of the script left and said."""

    root: Path
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]
    before: dict[str, bytes]
    between: dict[str, bytes]

    def stored(self, name: str) -> bytes:
        return (self.root / "notebooks" / f"{name}.ipynb").read_bytes()


def write(root: Path, name: str, sources: list[str]) -> None:
    notebook = new_notebook()
    notebook.cells = [new_markdown_cell(TITLE)] if name == "good" else []
    notebook.cells += [new_code_cell(source) for source in sources]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.source = cell.source.replace("GOOD", name)
    notebook.metadata.widgets = {"state": {}}
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


def run_script(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--jobs", "2", "--root", str(root)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )


def read_all(root: Path) -> dict[str, bytes]:
    return {p.stem: p.read_bytes() for p in root.glob("notebooks/*.ipynb")}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    root = tmp_path_factory.mktemp("root")
    (root / "notebooks").mkdir()
    write(root, "good", GOOD)
    for name, sources in BAD.items():
        write(root, name, sources)
    before = read_all(root)
    first = run_script(root)
    between = read_all(root)
    for name in BAD:
        (root / "notebooks" / f"{name}.ipynb").unlink()
    return Result(root, first, run_script(root), before, between)


def test_outputs_are_stored(result: Result) -> None:
    notebook = nbformat.reads(result.stored("good"), as_version=4)
    words, number, figure, surroundings = [
        cell.outputs for cell in notebook.cells[1:]
    ]
    assert [output.text for output in words] == ["one\ntwo\n"]
    assert number[0].data[NUMBERS_MIME] == {"accuracy": 0.93461}
    assert number[0].data["text/plain"] == "noted: accuracy = 0.9346"
    assert figure[0].metadata["image/png"]["alt"] == "A dot"
    assert surroundings[0].text.startswith("1 True\n")
    assert [c.execution_count for c in notebook.cells[1:]] == [1, 2, 3, 4]


def test_the_text_quotes_the_number_afterwards(result: Result) -> None:
    notebook = nbformat.reads(result.stored("good"), as_version=4)
    assert "accuracy:.1%-->93.5%<!--/n-->." in notebook.cells[0].source


def test_alt_text_is_put_where_the_book_finds_it(result: Result) -> None:
    notebook = nbformat.reads(result.stored("good"), as_version=4)
    assert notebook.cells[3].metadata == {"mystnb": {"image": {"alt": "A dot"}}}


def test_nothing_that_changes_by_itself_is_stored(result: Result) -> None:
    notebook = nbformat.reads(result.stored("good"), as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert [cell.id for cell in notebook.cells] == [
        f"cell-{number}" for number in range(5)
    ]


def test_a_second_run_changes_nothing(result: Result) -> None:
    assert result.second.returncode == 0, result.second.stderr
    assert result.stored("good") == result.between["good"]


def test_a_notebook_that_fails_is_left_as_it_was(result: Result) -> None:
    assert result.first.returncode == 1
    for name in BAD:
        assert result.between[name].rstrip() == result.before[name].rstrip()


def test_what_went_wrong_is_shown_with_the_cell(result: Result) -> None:
    errors = result.first.stderr
    assert "raises.ipynb" in errors
    assert "x / 0" in errors
    assert "ZeroDivisionError" in errors
    assert "cell 2 writes to stderr:\nhm" in errors
    assert "dies.ipynb: the kernel died" in errors


def test_a_table_tells_time_and_memory(result: Result) -> None:
    header, *rows = result.second.stdout.splitlines()
    assert header.split() == ["notebook", "seconds", "peak", "MB"]
    name, seconds, peak = rows[0].split()
    assert name == "good.ipynb"
    assert float(seconds) > 0
    assert 30 < float(peak) < 1000
    assert sum("FAILED" in row for row in result.first.stdout.split("\n")) == 3


def test_a_missing_notebook_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main([str(tmp_path / "none.ipynb")])
    assert "none.ipynb" in capsys.readouterr().err


def notebook_of(words: str, code: str, output: str = "") -> NotebookNode:
    notebook: NotebookNode = new_notebook()
    notebook.cells = [new_markdown_cell(words), new_code_cell(code)]
    if output:
        stream = new_output("stream", name="stdout", text=output)
        notebook.cells[1].outputs = [stream]
    return notebook


def test_words_edited_during_the_run_are_kept() -> None:
    ran = notebook_of("Old.", "print(1)", "1")
    kept = command.with_words_of(notebook_of("New.", "print(1)"), ran)
    assert kept.cells[0].source == "New."
    assert kept.cells[1].outputs[0].text == "1"


def test_code_edited_during_the_run_is_refused() -> None:
    ran = notebook_of("Old.", "print(1)", "1")
    longer = notebook_of("Old.", "print(1)")
    longer.cells.append(new_markdown_cell("More."))
    for now in (notebook_of("Old.", "print(2)"), longer):
        with pytest.raises(ValueError, match="edited while it ran"):
            command.with_words_of(now, ran)
