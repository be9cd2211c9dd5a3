"""Tests of `pytest --nbval` on notebooks that are right, wrong, or hostile.

Each case is a cell. The cells share a few notebooks, and all notebooks one
run of pytest, because it takes a second to start a kernel.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("notebook")]

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
    "GAWjR9awAAAABJRU5ErkJggg=="
)
SHOW_PIXEL = (
    "from IPython.display import publish_display_data\n"
    f"publish_display_data({{'image/png': '{PIXEL}'}})"
)
PYTEST = [
    sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider",
    "--rootdir=.",  # whatever lies in the folders above
    # They take a second each time and have no part in this.
    "-p", "no:schemathesis", "-p", "no:hypothesispytest",
]  # fmt: skip
NOTE = "from helpers.notes import note\nnote(accuracy=0.93461)"
NUMBERS = "application/vnd.course.numbers+json"


@dataclass(frozen=True)
class Case:
    """A cell with its stored outputs, and what has to come of it."""

    about: str
    source: str
    outputs: tuple[Any, ...] = ()
    fails_with: str | None = None
    count: int | None = 1
    tags: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def expected(self) -> str:
        return self.outcome or ("FAILED" if self.fails_with else "PASSED")


def out(text: str) -> Any:
    return new_output("stream", name="stdout", text=text)


def shown(**data: Any) -> Any:
    return new_output("display_data", data=data)


def noted(accuracy: float, text: str = "noted: accuracy = 0.9346") -> Any:
    return shown(**{NUMBERS: {"accuracy": accuracy}, "text/plain": text})


COMPARED = [
    Case("the same", "print(0.5)", (out("0.5\n"),)),
    Case("prints nothing", "x = 1"),
    Case("near", "print(0.50005)", (out("0.5\n"),)),
    Case("far", "print(0.505)", (out("0.5\n"),), "outputs differ"),
    Case("other integer", "print(3)", (out("2\n"),), "outputs differ"),
    Case("other word", "print('b')", (out("a\n"),), "outputs differ"),
    Case("near number noted", NOTE, (noted(0.93465),)),
    Case("other number noted", NOTE, (noted(0.9446),), "vnd.course.numbers"),
    Case("prints too much", "print(1)", (), "outputs differ"),
    Case("shows too much", "1", (), "outputs differ"),
    Case("image as stored", SHOW_PIXEL, (shown(**{"image/png": "other"}),)),
    Case("image not stored", SHOW_PIXEL, (), "image/png"),
    Case("no image", "x = 1", (shown(**{"image/png": PIXEL}),), "image/png"),
    Case(
        "bar saved by a learner",
        "x = 1",
        (
            shown(
                **{
                    "application/vnd.jupyter.widget-view+json": {"v": 2},
                    "text/plain": "  0%|          | 0/10",
                }
            ),
        ),
    ),
    Case("never run", "x = 1", (), "never run", count=None),
    Case("never run, prints", "print(1)", (), "never run", count=None),
    Case("empty", "", count=None),
    Case("stderr", "import sys; print(1, file=sys.stderr)", (), "stderr"),
    Case("ignored", "print(2)", (out("1\n"),), tags=("nbval-ignore-output",)),
    Case(
        "skipped",
        "1 / 0",
        (out("1\n"),),
        tags=("nbval-skip",),
        count=None,
        outcome="SKIPPED",
    ),
    Case(
        "environment",
        "import os\nprint(os.environ['TQDM_DISABLE'], "
        "os.environ['PYTHONHASHSEED'], os.environ['MPLBACKEND'])",
        (out("1 0 module://matplotlib_inline.backend_inline\n"),),
    ),
    Case(
        "kernel of this environment",
        f"import sys\nprint(sys.executable == {sys.executable!r})",
        (out("True\n"),),
    ),
]
DEAD = [
    Case("before", "x = 41"),
    Case("dies", "import os; os._exit(1)", (), "the kernel died in this cell"),
    Case("goes on", "print(x + 1)", (out("42\n"),)),
    Case("differs", "print(x)", (out("42\n"),), "outputs differ"),
    Case("dies again", "import os; os._exit(1)", (), "the kernel died in this"),
    Case("goes on again", "print(x + 2)", (out("43\n"),)),
    Case("lacks", "y", (), "it may need what is made in Cell 4"),
]
LATE = [
    Case("endless", "while True: pass", (), "time limit: interrupted"),
    Case("follows", "x = 1"),
    Case("is compared", "print(x)", (out("2\n"),), "outputs differ"),
    Case(
        "stubborn",
        "import time\ntry:\n    time.sleep(99)\n"
        "except KeyboardInterrupt:\n    pass",
        (),
        "time limit: interrupted",
    ),
    Case("follows too", "x = 3"),
    Case(
        "slow",
        "time.sleep(3); x = 1; print(x)",
        (out("2\n"),),
        "time limit: it took 3 s, and may take 2",
    ),
    Case("is the same", "print(x)", (out("1\n"),)),
]
NOTEBOOKS = {
    "compared": COMPARED,
    "dead": DEAD,
    "late": LATE,
}


def write_notebook(path: Path, cases: list[Case]) -> None:
    notebook = new_notebook()
    # The name of a kernel that is nowhere installed.
    notebook.metadata.kernelspec = {"name": "gone", "display_name": "Gone"}
    for case in cases:
        cell = new_code_cell(case.source, execution_count=case.count)
        cell.outputs = list(case.outputs)
        cell.metadata.tags = list(case.tags)
        notebook.cells.append(cell)
    nbformat.write(notebook, path)


@dataclass(frozen=True)
class Run:
    """The words of a run of pytest and how it ended."""

    output: str
    status: int

    def outcome(self, notebook: str, cell: int) -> str | None:
        found = re.search(rf"{notebook}\S+::Cell {cell} ([A-Z]+)", self.output)
        return found and found[1]

    def complaint(self, notebook: str, cell: int) -> str:
        _, _, rest = self.output.partition(f"_ {notebook}.ipynb::Cell {cell} _")
        return re.split(r"\n_{3,}|\n-{3,} notebook outputs", rest)[0]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cases in NOTEBOOKS.items():
        write_notebook(folder / f"{name}.ipynb", cases)
    return run_pytest(folder, "--nbval", "--nbval-cell-timeout=2")


def run_pytest(folder: Path, *arguments: str) -> Run:
    result = subprocess.run(
        [*PYTEST, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    output = re.sub(r"\x1b\[[\d;]*m", "", result.stdout + result.stderr)
    return Run(output, result.returncode)


@pytest.mark.parametrize(
    ("notebook", "cell"),
    [
        pytest.param(name, number, id=f"{name}: {case.about}")
        for name, cases in NOTEBOOKS.items()
        for number, case in enumerate(cases)
    ],
)
def test_cell(run: Run, notebook: str, cell: int) -> None:
    case = NOTEBOOKS[notebook][cell]
    assert run.outcome(notebook, cell) == case.expected
    if case.fails_with is not None:
        assert case.fails_with in run.complaint(notebook, cell)


def test_the_run_is_red(run: Run) -> None:
    assert run.status == 1


def test_the_report_says_what_was_compared(run: Run) -> None:
    assert (
        "compared.ipynb: 22 cells, 14 outputs: 9 compared exactly (64%), "
        "2 images seen but not compared, 3 ignored" in run.output
    )
    assert re.search(r"^total: 36 cells, 20 outputs", run.output, re.MULTILINE)


def test_the_tolerance_can_be_chosen(tmp_path: Path) -> None:
    write_notebook(
        tmp_path / "a.ipynb",
        [
            Case("far", "print(0.505)", (out("0.5\n"),)),
            Case("farther", "print(0.6)", (out("0.5\n"),), "differ"),
        ],
    )
    run = run_pytest(tmp_path, "--nbval", "--nbval-rtol=0.05")
    assert run.outcome("a", 0) == "PASSED"
    assert run.outcome("a", 1) == "FAILED"


def test_without_nbval_notebooks_are_left_alone(tmp_path: Path) -> None:
    write_notebook(tmp_path / "a.ipynb", [Case("wrong", "1 / 0")])
    run = run_pytest(tmp_path)
    assert "collected 0 items" in run.output
    assert "notebook outputs" not in run.output


def test_the_plugin_is_light() -> None:
    code = (
        "import sys, grading.plugin\n"
        "heavy = {'torch', 'numpy', 'nbval', 'nbformat'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
