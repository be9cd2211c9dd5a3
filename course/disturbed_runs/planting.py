"""Planting one fault in a copy of a chapter, and what is reported of it."""

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.repository.notebooks import cells, read_notebook, write_notebook
from output_comparison.spread import spread_path

FAULTS = "planted_faults.toml"


@dataclass(frozen=True)
class Fault:
    """An edit that makes a chapter wrong.

    Attributes
    ----------
    notebook
        The chapter, such as ``06_transfer``.
    cell
        The id of the cell.
    about
        The mistake in words.
    find, replace
        What stands in the cell, once, and what stands there instead.
    """

    notebook: str
    cell: str
    about: str
    find: str
    replace: str


@dataclass(frozen=True)
class Finding:
    """What came of a planted fault.

    Attributes
    ----------
    notebook, about
        Those of the fault.
    planted, reported
        The number of its code cell and of the first that was reported, the
        first cell being 0; None if none was.
    message
        What the report says.
    """

    notebook: str
    about: str
    planted: int
    reported: int | None
    message: str

    @property
    def found(self) -> bool:
        """Whether the fault was reported, and not something before it."""
        return self.reported is not None and self.reported >= self.planted

    @property
    def ending(self) -> str:
        """What became of the fault, in words."""
        if self.reported is None:
            return "**not reported**"
        if not self.found:
            return f"false alarm in cell {self.reported}: {self.message}"
        return f"cell {self.reported}: {self.message}"


def plant(root: Path, fault: Fault) -> Finding:
    """Run a chapter with a fault up to the first cell that is reported.

    The copy lies in a folder of its own among the course's notebooks, since
    modules beside a notebook are imported only there.
    """
    source = root / "notebooks" / f"{fault.notebook}.ipynb"
    notebook = read_notebook(source)
    number = edit(notebook, fault)
    with tempfile.TemporaryDirectory(
        prefix=".planted-", dir=source.parent
    ) as folder:
        copy = Path(folder) / source.name
        for script in source.parent.glob("*.py"):
            shutil.copy(script, folder)
        write_notebook(copy, notebook)
        if spread_path(source).exists():
            spread_path(copy).parent.mkdir()
            shutil.copy(spread_path(source), spread_path(copy))
        reported, message = first_report(copy)
    return Finding(fault.notebook, fault.about, number, reported, message)


def edit(notebook: NotebookNode, fault: Fault) -> int:
    """Plant a fault in a notebook; return the number of its code cell.

    Raises
    ------
    ValueError
        If the cell or the text is not there, or the text stands there twice.
    """
    code = [cell for _, cell in cells(notebook, "code")]
    for number, cell in enumerate(code):
        if cell.id == fault.cell:
            if cell.source.count(fault.find) != 1:
                break
            cell.source = cell.source.replace(fault.find, fault.replace)
            return number
    raise ValueError(
        f"{fault.notebook}: cell {fault.cell!r} does not hold {fault.find!r} "
        f"once; fix the fault {fault.about!r} in book/{FAULTS}"
    )


def first_report(path: Path) -> tuple[int | None, str]:
    """Run a notebook; return the first cell that fails, and the message."""
    report = path.with_suffix(".xml")
    command = [sys.executable, "-m", "pytest", "--nbval", "-x", "-q"]
    options = ["-p", "no:cacheprovider", f"--junitxml={report}", "--rootdir=."]
    subprocess.run(
        [*command, *options, path.name], cwd=path.parent, capture_output=True
    )
    for case in ElementTree.parse(report).iter("testcase"):
        for failure in (*case.iter("failure"), *case.iter("error")):
            number = int(case.attrib["name"].removeprefix("Cell "))
            return number, brief(failure.text or "")
    return None, ""


def brief(message: str) -> str:
    """Return the first line of a failure, without the name of the cell."""
    first = message.strip().split("\n", 1)[0]
    return first.partition(": ")[2][:100]
