"""The cells that each notebook of exercises begins and ends with.

They are the same everywhere, so they are written by the command and not by an
author: what to do, the chapter's own set-up, and a check of all answers.
"""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

OWN = ("set-up-text", "colab", "check-all-text", "check-all")
"""The ids of the cells that are written here; the title's is ``title``."""

_TITLE = """\
{heading}

Fill in the cells that start with `# ANSWER` (keep that line), run each check,
and save. A check prints a tick, or what is wrong. The cell at the end checks
all answers at once. [How to grade exercises](../../book/grading.md) explains
checks and hints, and the command that grades this file in a fresh kernel, from
a terminal in the folder of the course, with its environment activated:

```text
python -m grading notebooks/exercises/{name}_exercise.ipynb
```"""
_SET_UP = """\
The next cell installs the course's package when the notebook runs in Google
Colab. On your own machine it does nothing:
[the set-up page](../../book/setup.md) has done it already."""
_ALL = """\
## All answers at once

The next cell checks the answers as they are in this kernel now."""
_CHECK_ALL = """\
from grading import check_all

check_all("{number}")"""


def with_set_up(
    solution: NotebookNode, chapter: NotebookNode, name: str, number: int
) -> None:
    """Write these cells into a notebook of solutions.

    Parameters
    ----------
    solution
        The notebook, whose first cell holds the title.
    chapter
        The notebook of the chapter, whose cell ``colab`` is taken over as far
        as it installs the package.
    name, number
        Of the chapter.

    Raises
    ------
    ValueError
        If the chapter has no cell ``colab``.
    """
    own = {cell.id: cell for cell in solution.cells if cell.id in OWN}
    rest = [cell for cell in solution.cells if cell.id not in OWN]
    title = rest[0]
    heading = title.source.partition("\n")[0]
    title.source = _TITLE.format(heading=heading, name=name)

    def cell(identity: str, source: str) -> NotebookNode:
        is_text = identity.endswith("-text")
        found = own.get(identity) or _new(identity, is_text)
        if found.source != source and not is_text:
            found.outputs, found.execution_count = [], None
        found.source = source
        return found

    solution.cells = [
        title,
        cell("set-up-text", _SET_UP),
        cell("colab", _installation(chapter, name)),
        *rest[1:],
        cell("check-all-text", _ALL),
        cell("check-all", _CHECK_ALL.format(number=number)),
    ]


def _new(identity: str, is_text: bool) -> NotebookNode:
    make = new_markdown_cell if is_text else new_code_cell
    made: NotebookNode = make(id=identity)  # type: ignore[no-untyped-call]
    return made


def _installation(chapter: NotebookNode, name: str) -> str:
    """Return the chapter's cell for Colab, up to the line that installs."""
    for cell in chapter.cells:
        lines = cell.source.splitlines()
        for place, line in enumerate(lines):
            if cell.get("id") == "colab" and "%pip install" in line:
                return "\n".join(lines[: place + 1])
    raise ValueError(
        f"notebooks/{name}.ipynb has no cell `colab` with `%pip install`"
    )
