"""What a machine says of itself changes no output: CI, colours, time, words.

A notebook prints what these variables change elsewhere. It is stored by `run`
where none of them is set; where all are, `run` has to store the same bytes,
and `pytest --nbval` to find the same outputs.
"""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.repository.root import REPOSITORY
from output_comparison.kernel_environment import kernel_environment

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("run")]

OTHER_MACHINE = {
    "BUILD_NUMBER": "1",
    "CI": "true",
    "COLUMNS": "40",
    "GITHUB_ACTIONS": "true",
    "LANG": "C",
    "LC_ALL": "C",
    "NO_COLOR": "1",
    "PYTEST_ADDOPTS": "-rA",
    "PYTHONOPTIMIZE": "1",
    "PYTHONWARNINGS": "ignore",
    "TZ": "Asia/Tokyo",
}
SURROUNDINGS = """
import locale, shutil, time
print(*shutil.get_terminal_size())
print(time.strftime("%H:%M %Z", time.localtime(0)))
print(locale.setlocale(locale.LC_CTYPE), locale.getpreferredencoding())
print(f"{__debug__=}")
"""
# The chapter on code for others does this: pytest within a notebook.
PYTEST = '''
import pathlib, subprocess, sys, tempfile
folder = tempfile.mkdtemp()
test = """
def test_sum():
    import warnings; warnings.warn("old")
    assert list(range(40)) == list(range(1, 41))
"""
(pathlib.Path(folder) / "test_sum.py").write_text(test)
command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
           "-p", "no:hypothesispytest", "-p", "no:schemathesis"]
done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
lines = done.stdout.replace(folder, "").splitlines()
print(*lines[:-1], sep="\\n")  # the last tells the time
'''


def run(
    variables: dict[str, str], root: Path, *command: str
) -> subprocess.CompletedProcess[str]:
    plain = {n: v for n, v in os.environ.items() if n not in OTHER_MACHINE}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=plain | variables,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Store a notebook as it is where no variable is set."""
    path = tmp_path_factory.mktemp("root") / "notebooks" / "one.ipynb"
    path.parent.mkdir()
    made = new_notebook(
        cells=[new_code_cell(SURROUNDINGS), new_code_cell(PYTEST)]
    )
    nbformat.write(made, path)
    stored = store({}, path)
    assert stored.returncode == 0, stored.stderr
    return path


def store(
    variables: dict[str, str], path: Path
) -> subprocess.CompletedProcess[str]:
    root = path.parents[1]
    return run(
        variables | {"PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY}/src"},
        root,
        *("course", "run", "--root", str(root), str(path)),
    )


def test_what_is_stored_is_what_a_terminal_of_80_columns_shows(
    notebook: Path,
) -> None:
    stored = nbformat.read(notebook, as_version=4)
    surroundings, tested = (cell.outputs[0].text for cell in stored.cells)
    assert surroundings == ("80 24\n00:00 UTC\nC.UTF-8 utf-8\n__debug__=True\n")
    assert "\x1b[31m" in tested
    assert "Use -v to get more diff" in tested
    assert "UserWarning: old" in tested


def test_the_same_is_stored_on_another_machine(notebook: Path) -> None:
    before = notebook.read_bytes()
    stored = store(OTHER_MACHINE, notebook)
    assert stored.returncode == 0, stored.stderr
    assert notebook.read_bytes() == before


def test_the_same_is_found_on_another_machine(notebook: Path) -> None:
    found = run(
        OTHER_MACHINE,
        notebook.parent,
        *("pytest", "--nbval", "--rootdir=.", "-p", "no:cacheprovider"),
        notebook.name,
    )
    assert "2 passed" in found.stdout, found.stdout


@pytest.mark.parametrize("name", OTHER_MACHINE)
def test_no_kernel_sees_it(name: str) -> None:
    told = kernel_environment({name: OTHER_MACHINE[name]})
    assert told == kernel_environment({})
