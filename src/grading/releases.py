"""The notebooks as learners get them, and which of them a file was made from.

They are part of the package, so that a learner's copy of it does not count.
"""

import re
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.cell_splitting import ANSWER
from grading.merging import CHECK

RELEASE = Path(__file__).parents[1] / "exercises" / "release"
_NAME = re.compile(r"\d\d_\w+_exercise\.ipynb")


def find_releases(notebook: NotebookNode | None, stem: str) -> tuple[Path, ...]:
    """Return the released notebooks that a file was made from.

    Parameters
    ----------
    notebook
        What is in the file, if it could be read. It is known by the keys of
        its answers and checks, so that a renamed or copied file is graded
        too, and one with the exercises of several chapters for each of them.
    stem
        The file's name, which decides if there are no keys.
    """
    releases = [
        path for path in sorted(RELEASE.iterdir()) if _NAME.fullmatch(path.name)
    ]
    mine = _keys(notebook) if notebook is not None else set()
    found = tuple(one for one in releases if mine & _keys_of(one))
    named = (one for one in releases if one.stem in stem.lower())
    return found or tuple(named)


def is_empty(notebook: NotebookNode) -> bool:
    """Tell whether a notebook's code is still that of a release."""
    code = _code(notebook)
    return any(
        code == _code(nbformat.read(one, as_version=4))
        for one in find_releases(notebook, "")
    )


@cache
def _keys_of(release: Path) -> frozenset[str]:
    return frozenset(_keys(nbformat.read(release, as_version=4)))


def _keys(notebook: NotebookNode) -> set[str]:
    return {
        found[1]
        for source in _code(notebook)
        for pattern in (ANSWER, CHECK)
        for found in pattern.finditer(source)
    }


def _code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
