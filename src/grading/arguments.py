"""What the command for a class is asked to do, checked before it starts."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.class_folder import find_submissions
from grading.journal import Journal
from grading.session import SECONDS_PER_CELL
from grading.submission_paths import common_folder, named_paths


@dataclass(frozen=True)
class ClassRun:
    """What is graded, how, and where the grades go.

    Attributes
    ----------
    paths
        The folders and files that were named.
    folder
        The folder that holds them all.
    found
        The notebooks, and the folders of learners who handed in none.
    csv, json
        The tables to write.
    jobs, seconds_per_cell
        As for :func:`grading.batch.grade_all`.
    """

    paths: Sequence[Path]
    folder: Path
    found: Sequence[Path]
    csv: Path | None
    json: Path | None
    jobs: int
    seconds_per_cell: float

    @property
    def roots(self) -> list[Path]:
        """The folders that were named."""
        return [path for path in self.paths if path.is_dir()]

    @property
    def tables(self) -> list[Path]:
        """The tables to write."""
        return [path for path in (self.csv, self.json) if path]

    @property
    def journal(self) -> Journal:
        """Where grades are kept until the tables are written."""
        for path in self.tables:
            return Journal(path.with_name(f"{path.name}.part"))
        return Journal(None)

    @property
    def written(self) -> set[Path]:
        """The files of the run, which nobody handed in."""
        files = [*self.tables, self.journal.path]
        return {path.absolute() for path in files if path}


def read_arguments(arguments: Sequence[str] | None) -> ClassRun:
    """Return what to do; end the process with status 2 if it cannot be done."""
    parser = _parser()
    options = parser.parse_args(arguments)
    start = Path.cwd()
    paths = named_paths(options.paths, start)
    for path in paths:
        if not path.exists():
            parser.error(f"there is no file or folder {path}")
    folder = common_folder(options.paths, start)
    found = find_submissions(paths, folder, options.ignore)
    if not found:
        parser.error(
            f"there is no notebook in {folder}; it needs a folder for each "
            "learner, with a notebook (.ipynb) in it"
        )
    run = ClassRun(
        paths,
        folder,
        found,
        options.csv,
        options.json,
        options.jobs,
        options.cell_timeout,
    )
    for path in run.tables:
        _refuse_unwritable(parser, path)
    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m grading",
        description="Grade a class: every notebook in a folder, in which each "
        "learner has a folder.",
    )
    parser.add_argument("paths", nargs="+", metavar="FOLDER")
    parser.add_argument(
        "--csv", type=_path, metavar="FILE",
        help="write a table with a row for each learner and exercise",
    )  # fmt: skip
    parser.add_argument(
        "--json", type=_path, metavar="FILE",
        help="write the same for other programs, with seconds",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", "-j", type=_at_least_one, default=min(os.cpu_count() or 1, 4),
        metavar="N",
        help="notebooks graded at a time (default: the number of cores, 4 at "
        "most)",
    )  # fmt: skip
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="PATTERN",
        help="leave out files and folders whose name within FOLDER matches, "
        "such as 'ben' or '*/draft*'; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--cell-timeout", type=float, default=SECONDS_PER_CELL,
        metavar="SECONDS",
        help="what a cell, or a check, may take (default, and at most: "
        "%(default).0f)",
    )  # fmt: skip
    return parser


def _path(text: str) -> Path:
    return Path(os.path.expanduser(text))


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1, got {number}")
    return number


def _refuse_unwritable(parser: argparse.ArgumentParser, path: Path) -> None:
    """Find out before a class is graded that there is no place for grades."""
    if not path.parent.is_dir():
        parser.error(f"there is no folder {path.parent} to write {path} to")
    try:
        path.open("a").close()
    except OSError as error:
        parser.error(
            f"{path} cannot be written ({error.strerror}); name another file, "
            "or close it where it is open"
        )
