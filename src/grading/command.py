"""The command that grades a class: ``python -m grading FOLDER``.

The exit status is 0 if every answer is right, 1 if one is not, 2 if there is
nothing to grade or no place for the grades, and 130 after an interruption.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from grading.batch import grade_all
from grading.class_folder import find_submissions
from grading.grades import Grade, GradedNotebook, one_line, summary
from grading.journal import Journal
from grading.session import SECONDS_PER_CELL
from grading.submission_paths import common_folder, learner_of, named_paths
from grading.tables import overview, write_csv, write_json
from grading.ungraded import left_out

FAILED, INTERRUPTED = 2, 130
WIDTH = 80


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade notebooks, write tables, print one; return the exit status."""
    options = _read(arguments)
    start = time.monotonic()
    graded = _grade(options)
    missing = len(options.found) - len(graded)
    try:
        _write(options, graded)
    except OSError as error:
        _say(
            f"{error.filename} cannot be written ({error.strerror}); the "
            f"grades are kept in {options.journal.path}: give the same "
            "command again when it can"
        )
        return FAILED
    _print(options, graded, time.monotonic() - start)
    if missing:
        _say(
            f"interrupted: {missing} of {len(options.found)} notebooks are "
            "not graded"
            + ("; give the same command to go on" if options.tables else "")
        )
        return INTERRUPTED
    options.journal.remove()
    grades = [grade for one in graded for grade in one.grades]
    return 0 if all(grade.passed for grade in grades) else 1


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options, with what follows from them."""
    parser = _parser()
    options = parser.parse_args(arguments)
    start = Path.cwd()
    options.paths = named_paths(options.paths, start)
    for path in options.paths:
        if not path.exists():
            parser.error(f"there is no file or folder {path}")
    options.folder = common_folder(map(str, options.paths), start)
    options.found = find_submissions(
        options.paths, options.folder, options.ignore
    )
    if not options.found:
        parser.error(
            f"there is no notebook in {options.folder}; it needs a folder for "
            "each learner, with a notebook (.ipynb) in it"
        )
    options.tables = [one for one in (options.csv, options.json) if one]
    for path in options.tables:
        _refuse_unwritable(parser, path)
    first = options.tables[0] if options.tables else None
    options.journal = Journal(first and first.with_name(f"{first.name}.part"))
    return options


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


def _grade(options: argparse.Namespace) -> list[GradedNotebook]:
    """Return the notebooks that are graded, all unless interrupted."""
    known = options.journal.read(options.found)
    if known:
        _say(
            f"{len(known)} of {len(options.found)} notebooks were graded "
            f"before; delete {options.journal.path} to grade them again"
        )
    left = [path for path in options.found if path not in known]
    coming = grade_all(left, options.folder, options.jobs, options.cell_timeout)
    try:
        for path, grades in coming:
            options.journal.add(path, grades)
            known[path] = grades
            if len(options.found) > 1:
                print(_notebook(path, grades, options.folder), flush=True)
    except KeyboardInterrupt:
        coming.close()
    return [
        _notebook(path, known[path], options.folder)
        for path in options.found
        if path in known
    ]


def _notebook(
    path: Path, grades: Iterable[Grade], folder: Path
) -> GradedNotebook:
    learner, file = map(one_line, learner_of(path, folder))
    return GradedNotebook(learner, file, tuple(grades))


def _write(
    options: argparse.Namespace, graded: Sequence[GradedNotebook]
) -> None:
    if options.csv:
        write_csv(options.csv, graded)
    if options.json:
        write_json(options.json, graded)


def _print(
    options: argparse.Namespace,
    graded: Sequence[GradedNotebook],
    seconds: float,
) -> None:
    """Show what a class did, or what is wrong in a single notebook."""
    print(f"{' exercises ':-^{WIDTH}}")
    for line in summary(graded) if len(graded) == 1 else overview(graded):
        print(line)
    written = {one.absolute() for one in options.tables}
    if options.journal.path:
        written.add(options.journal.path.absolute())
    roots = [path for path in options.paths if path.is_dir()]
    rest = list(left_out(options.folder, roots, {*options.found, *written}))
    if rest:
        print(f"{' left out ':-^{WIDTH}}")
    for line in rest:
        print(line)
    points = [grade.points for one in graded for grade in one.grades]
    print(
        f"{len(graded)} notebooks, {sum(points)} of {len(points)} answers "
        f"right, {seconds:.0f} s"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr)
