"""The command that grades a class: ``python -m grading FOLDER``.

The exit status is 0 if every answer is right, 1 if one is not, 2 if there is
nothing to grade or no place for the grades, and 130 after an interruption.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from grading.arguments import ClassRun, read_arguments
from grading.batch import grade_all
from grading.grades import Grade, GradedNotebook, one_line, summary
from grading.submission_paths import learner_of
from grading.tables import overview, write_csv, write_json
from grading.ungraded import left_out

FAILED, INTERRUPTED = 2, 130
WIDTH = 80


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade notebooks, write tables, print one; return the exit status."""
    run = read_arguments(arguments)
    start = time.monotonic()
    try:
        graded = _grade(run)
        _write(run, graded)
    except OSError as error:
        _say(
            f"the grades cannot be written: {error}. Those so far are in "
            f"{run.journal.path}: fix this, then give the same command"
        )
        return FAILED
    missing = len(run.found) - len(graded)
    _print(run, graded, time.monotonic() - start)
    if missing:
        go_on = "; give the same command to go on" if run.tables else ""
        _say(
            f"interrupted: {missing} of {len(run.found)} notebooks are not "
            f"graded{go_on}"
        )
        return INTERRUPTED
    run.journal.remove()
    grades = [grade for one in graded for grade in one.grades]
    return 0 if all(grade.passed for grade in grades) else 1


def _grade(run: ClassRun) -> list[GradedNotebook]:
    """Return the notebooks that are graded, all unless interrupted."""
    known = run.journal.read(run.found)
    if known:
        _say(
            f"{len(known)} of {len(run.found)} notebooks were graded before; "
            f"delete {run.journal.path} to grade them again"
        )
    left = [path for path in run.found if path not in known]
    coming = grade_all(left, run.folder, run.jobs, run.seconds_per_cell)
    try:
        for path, grades in coming:
            run.journal.add(path, grades)
            known[path] = grades
            if len(run.found) > 1:
                print(_notebook(path, grades, run.folder), flush=True)
    except KeyboardInterrupt:
        coming.close()
    return [
        _notebook(path, known[path], run.folder)
        for path in run.found
        if path in known
    ]


def _notebook(
    path: Path, grades: Iterable[Grade], folder: Path
) -> GradedNotebook:
    learner, file = map(one_line, learner_of(path, folder))
    return GradedNotebook(learner, file, tuple(grades))


def _write(run: ClassRun, graded: Sequence[GradedNotebook]) -> None:
    if run.csv:
        write_csv(run.csv, graded)
    if run.json:
        write_json(run.json, graded)


def _print(
    run: ClassRun, graded: Sequence[GradedNotebook], seconds: float
) -> None:
    """Show what a class did, or what is wrong in a single notebook."""
    print(f"{' exercises ':-^{WIDTH}}")
    for line in summary(graded) if len(graded) == 1 else overview(graded):
        print(line)
    rest = list(left_out(run.folder, run.roots, {*run.found, *run.written}))
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
