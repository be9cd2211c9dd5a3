"""A submitted file: what can be read of it, and whose it is.

Anything may lie in a folder of submissions; what is no notebook gets a reason
and not an error that stops the class.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode, reader

from grading.chapters import Chapter
from grading.releases import find_releases, is_empty

LARGEST = 50_000_000
"""Bytes of a file that are read at most."""


class UnreadableError(ValueError):
    """The file is not a notebook; the message says why."""


@dataclass(frozen=True)
class Submission:
    """A file to grade.

    Attributes
    ----------
    releases
        The chapters whose exercises it has: one, several, or none if that is
        not known.
    notebook
        What is in it, or None if it could not be read.
    trouble
        Why nothing of it can be graded, or an empty text.
    """

    releases: tuple[Chapter, ...]
    notebook: NotebookNode | None
    trouble: str = ""


def examine(path: Path, linked: bool) -> Submission:
    """Read a file and find out what exercises it has.

    Parameters
    ----------
    path
        The file.
    linked
        Whether it is not the learner's own file but a link to some other.
    """
    notebook, trouble = None, ""
    if linked:
        trouble = "the file is a link to another file"
    else:
        try:
            notebook = read_submission(path)
        except UnreadableError as error:
            trouble = f"the file is not a notebook: {error}"
    releases = find_releases(notebook, path.stem)
    if not releases and not trouble:
        trouble = "the notebook holds no exercises of the course"
    return Submission(releases, notebook, trouble)


def is_own_stub(path: Path) -> bool:
    """Tell whether a file is one of the course's own empty exercises.

    They lie in ``exercises``, beside ``solutions``, and hold no answers.
    """
    solutions = path.parent.parent / "solutions"
    if path.parent.name != "exercises" or not solutions.is_dir():
        return False
    try:
        return is_empty(read_submission(path))
    except UnreadableError:
        return False


def read_submission(path: Path) -> NotebookNode:
    """Read a notebook that anybody may have written.

    Returns
    -------
    NotebookNode
        In the fourth format; its code cells have texts as sources.

    Raises
    ------
    UnreadableError
        If it is not a notebook, or larger than `LARGEST`.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            limit = LARGEST // 10**6
            raise UnreadableError(
                f"it has {size / 1e6:.0f} MB, and {limit} MB are read at most; "
                "clear the outputs and save"
            )
        text = path.read_bytes().decode("utf-8-sig")
        if not text.strip():
            raise UnreadableError("it is empty")
        notebook: NotebookNode = nbformat.convert(reader.reads(text), 4)
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(
            f"it cannot be opened: {error.strerror}"
        ) from None
    except (UnicodeError, json.JSONDecodeError, reader.NotJSONError):
        raise UnreadableError("it is not JSON; save it in Jupyter") from None
    except Exception as error:
        name = type(error).__name__
        raise UnreadableError(f"its JSON is no notebook ({name})") from None
    if not _is_sound(notebook):
        raise UnreadableError("its cells are not those of a notebook")
    return notebook


def _is_sound(notebook: NotebookNode) -> bool:
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return isinstance(cells, list) and all(
        isinstance(cell, dict)
        and isinstance(cell.get("cell_type"), str)
        and isinstance(cell.get("source"), str)
        and isinstance(cell.get("id", ""), str)
        for cell in cells
    )
