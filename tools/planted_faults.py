"""Plant faults in the chapters and see whether the comparison finds them.

``tools/planted_faults.toml`` has the faults: for each a chapter, a cell, and
an edit of the kind that a maintainer makes. The chapter is run with the edit,
under ``pytest --nbval``, up to the first cell that is reported. What was found
is kept in ``book/planted_faults.json``.
"""

import argparse
import json
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from nbformat import NotebookNode
from notebook_files import (
    REPOSITORY,
    cells,
    read_notebook,
    write_notebook,
    write_text,
)

from notebook_check.spread import spread_path

FAULTS = "planted_faults.toml"
RESULTS = "planted_faults.json"
SHARE = 0.9
"""The share of faults that has to be found."""


@dataclass(frozen=True)
class Fault:
    """An edit that makes a chapter wrong.

    Attributes
    ----------
    notebook
        The chapter, such as ``04_transfer``.
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


def main(arguments: list[str] | None = None) -> int:
    """Plant the faults, print the table; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "notebooks", nargs="*", help="such as 04_transfer; default: all"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--root", type=Path, default=REPOSITORY)
    options = parser.parse_args(arguments)
    faults = [
        one
        for one in read_faults(options.root)
        if not options.notebooks or one.notebook in options.notebooks
    ]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, spawn) as pool:
        findings = []
        for found in pool.map(plant, [options.root] * len(faults), faults):
            print(line(found), flush=True)
            findings.append(found)
    if not options.notebooks:
        text = json.dumps([asdict(one) for one in findings], indent=1)
        write_text(options.root / "book" / RESULTS, text + "\n")
    count = sum(one.found for one in findings)
    print(f"{count} of {len(findings)} planted faults reported")
    return 0 if count >= SHARE * len(findings) else 1


def read_faults(root: Path) -> list[Fault]:
    """Read the registered faults."""
    text = (root / "tools" / FAULTS).read_text("utf-8")
    return [Fault(**one) for one in tomllib.loads(text)["fault"]]


def plant(root: Path, fault: Fault) -> Finding:
    """Run a chapter with a fault up to the first cell that is reported."""
    source = root / "notebooks" / f"{fault.notebook}.ipynb"
    notebook = read_notebook(source)
    number = edit(notebook, fault)
    with tempfile.TemporaryDirectory() as folder:
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
        f"once; mend the fault {fault.about!r} in tools/{FAULTS}"
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


def line(found: Finding) -> str:
    """Return a line of the table."""
    if found.reported is None:
        ending = "NOT reported"
    elif not found.found:
        ending = f"FALSE ALARM in cell {found.reported}: {found.message}"
    else:
        ending = f"cell {found.reported}: {found.message}"
    return f"{found.notebook}: {found.about} (cell {found.planted}) -> {ending}"


def table(findings: Sequence[Finding]) -> list[str]:
    """Return the rows of the table by chapter: found, planted."""
    rows = []
    for name in dict.fromkeys(one.notebook for one in findings):
        mine = [one for one in findings if one.notebook == name]
        rows.append(f"| {name} | {sum(o.found for o in mine)} of {len(mine)} |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
