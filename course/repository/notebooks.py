"""Reading and writing the notebooks of the repository.

Every tool that changes a notebook writes it with the same layout, and all at
once, so that an interrupted run never leaves half a file.
"""

import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.repository.toc import read_toc

IGNORED = {"nbval-ignore-output", "nbval-skip"}
"""Tags of cells whose outputs are not compared."""


def chapter_notebooks(root: Path) -> list[Path]:
    """Return the chapters of the course in `root`, in reading order.

    A notebook that ``_toc.yml`` does not name yet comes after the others.
    """
    order = {entry.name: entry.number for entry in read_toc(root)}
    last = len(order) + 1
    return sorted(
        own_notebooks(root / "notebooks"),
        key=lambda path: order.get(path.stem, last),
    )


def notebook_path(root: Path, name: str) -> Path:
    """Return the file of a notebook that is named without its ending."""
    return root / "notebooks" / f"{name}.ipynb"


def own_notebooks(folder: Path, ending: str = "") -> list[Path]:
    """Return the notebooks in a folder that are the course's own, in order.

    Their names are letters, digits and ``_`` before the ending. Any other
    notebook there, such as ``01_name-Copy1.ipynb``, is left out with a
    warning, and what systems hide is passed over.
    """
    own = re.compile(rf"\w+{ending}\.ipynb", re.ASCII)
    paths = []
    for path in sorted(folder.glob("[!.]*.ipynb")):
        if own.fullmatch(path.name):
            paths.append(path)
        else:
            warnings.warn(
                f"{path} is left out: call it 01_name{ending}.ipynb if it "
                "belongs to the course, or move it away",
                stacklevel=2,
            )
    return paths


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; a file that is none gets an error with its name."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (
        nbformat.ValidationError,
        nbformat.reader.NotJSONError,
        AttributeError,
        KeyError,
        UnicodeDecodeError,
    ) as error:
        raise ValueError(
            f"{path} is not a notebook: {str(error)[:80]}; restore it or "
            "remove it"
        ) from error
    return notebook


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Validate a notebook and put it in the place of `path`."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook)
    write_text(path, text.rstrip("\n") + "\n")


def write_text(path: Path, text: str) -> None:
    """Put `text` in the place of `path` in one step."""
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def cells(
    notebook: NotebookNode, kind: str
) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the cells of a kind with their numbers, the first cell being 1."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == kind:
            yield number, cell


def is_ignored(cell: NotebookNode) -> bool:
    """Tell whether a cell's outputs are left out of the comparison."""
    return bool(IGNORED & set(cell.metadata.get("tags", [])))
