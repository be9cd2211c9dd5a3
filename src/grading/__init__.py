"""Exercises checked in Jupyter, and notebooks of learners graded.

``check`` and ``check_all`` are what a learner's notebook calls, ``grade``
returns the grades of a notebook as objects, ``python -m grading`` grades a
notebook or a class, and pytest loads ``grading.plugin``, so that ``pytest
--nbval NOTEBOOK`` shows a learner the same grades.
"""

from pathlib import Path
from typing import Any

from grading.grades import Grade

__all__ = ["Grade", "check", "check_all", "grade"]


def check(key: str, answer: Any, *, hint: int | None = None) -> None:
    """Check an answer: print a tick, or what is wrong.

    A wrong answer is shown the smallest failing input that was found. A hint
    comes with wrong values, the next one with the next other answer; what is
    missing, of the wrong kind, or raises is told plainly.

    Parameters
    ----------
    key
        The exercise, such as ``"1.2"``.
    answer
        What the learner wrote, as the exercise asks for it.
    hint
        The hint to show if the answer is wrong: 1 is a nudge, 2 the concept
        and where it was taught, 3 almost the answer. By default they come in
        this order.

    Raises
    ------
    ValueError
        If `hint` is something else.
    AssertionError
        If the answer is wrong and the variable ``COURSE_GRADING`` is set.
        Otherwise nothing is raised.
    """
    # pytest imports this package in every run: NumPy is loaded when needed.
    from grading.checking import check_here

    check_here(key, answer, hint)


def check_all(chapter: str | int | None = None) -> None:
    """Check all answers of a notebook, as they are now; print a line each.

    Parameters
    ----------
    chapter
        Its number, such as ``"2"``. By default the chapter of the exercise
        that was checked last.

    Raises
    ------
    ValueError
        If no exercise was checked yet, and no chapter is named.
    KeyError
        If there is no such chapter.
    """
    import sys

    from grading.checking import check_all_here

    names = sys._getframe(1).f_globals
    check_all_here(None if chapter is None else str(chapter), names)


def grade(path: str | Path, *, seconds_per_cell: float = 60.0) -> list[Grade]:
    """Grade a learner's notebook in a kernel of its own.

    This process judges. ``python -m grading`` has processes that do, which are
    replaced if a learner's code stops them.

    Parameters
    ----------
    path
        The notebook. A file that is none gets a grade for each exercise that
        its name stands for, or one for ``"-"``, which says what is wrong.
    seconds_per_cell
        What a cell, or a check, may take; more than 60 counts as 60.

    Returns
    -------
    list of Grade
        One for each exercise of the release, in their order.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    from grading.grader import iter_grades
    from grading.submission import examine

    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"there is no notebook {path}; to grade a folder, use "
            "`python -m grading FOLDER`"
        )
    submission = examine(path, linked=False)
    return list(iter_grades(submission, seconds_per_cell))
