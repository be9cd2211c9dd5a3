"""The notebooks as learners get them, and which of them a file was made from.

They follow from the notebooks of solutions, so that a learner's copy of an
exercise notebook does not count.
"""

from nbformat import NotebookNode

from grading.cell_splitting import ANSWER
from grading.chapters import Chapter
from grading.merging import CHECK
from grading.registry import chapters


def find_releases(
    notebook: NotebookNode | None, stem: str
) -> tuple[Chapter, ...]:
    """Return the chapters whose exercises a file has.

    Parameters
    ----------
    notebook
        What is in the file, if it could be read. It is known by the numbers
        of its answers and checks, so that a renamed or copied file is graded
        too, and one with the exercises of several chapters for each of them.
    stem
        The file's name, which decides if there are no numbers.
    """
    mine = _keys(notebook) if notebook is not None else set()
    found = tuple(one for one in chapters() if mine & one.exercises.keys())
    return found or tuple(
        one for one in chapters() if f"{one.name}_exercise" in stem.lower()
    )


def is_empty(notebook: NotebookNode) -> bool:
    """Tell whether a notebook's code is still that of a release."""
    code = _code(notebook)
    return any(
        code == _code(one.release) for one in find_releases(notebook, "")
    )


def _keys(notebook: NotebookNode) -> set[str]:
    return {
        found[1]
        for source in _code(notebook)
        for pattern in (ANSWER, CHECK)
        for found in pattern.finditer(source)
    }


def _code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
