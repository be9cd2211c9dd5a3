"""The check of an answer in the process of the learner.

A wrong answer is told what is wrong, the smallest input that shows it, and a
hint where one helps. The next hint comes on request, or for another answer.
"""

import os
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grading.exercise import Exercise, Question
from grading.failing_case import find_case
from grading.fingerprint import fingerprint
from grading.judging import (
    Finding,
    draw_questions,
    find_error,
    judge,
    replies_of,
)
from grading.limits import SECONDS
from grading.registry import find_chapter, find_exercise

HINTED = ("mistake", "values")
"""The kinds of findings that hints help with; the others say it plainly."""


@dataclass
class Progress:
    """How far a learner has come with an exercise.

    Attributes
    ----------
    last
        The answer that was checked last, by its fingerprint, and its fault.
    step
        The hint that was shown last; 0 before the first.
    """

    last: tuple[str, str] = ("", "")
    step: int = 0


_progress: dict[str, Progress] = {}
_checked: list[str] = []
"""The exercises that were checked in this process."""


def check_here(key: str, answer: Any, hint: int | None) -> None:
    """Check an answer; see :func:`grading.check`."""
    if hint is not None and not _is_step(hint):
        raise ValueError(
            "hint must be 1 (a nudge), 2 (the concept) or 3 (almost the "
            f"answer), got {hint!r}"
        )
    try:
        exercise = find_exercise(key)
    except KeyError as error:
        _complain(key, str(error.args[0]))
        return
    _checked.append(key)
    seed = secrets.randbits(32)
    questions = draw_questions(exercise, seed)
    found = judged(exercise, answer, questions)
    if found is None:
        print(f"✓ {key}")
        return
    lines = [found.says]
    if found.kind not in ("nothing", "slow"):
        lines += _case(exercise, answer, questions, seed, found)
    lines += _hint(key, exercise, found, answer, hint)
    _complain(key, "\n".join(lines))


def check_all_here(chapter: str | None, names: Mapping[str, Any]) -> None:
    """Check the answers of a chapter; see :func:`grading.check_all`."""
    if chapter is None and not _checked:
        raise ValueError(
            "no exercise was checked yet: name the chapter, as in "
            'check_all("2")'
        )
    number = str(chapter or _checked[-1].partition(".")[0])
    found = find_chapter(number)
    right = 0
    for key in found.exercises:
        message = _in_a_line(key, found.name_of_answer(key), names)
        right += not message
        print(f"✗ {key}: {message}" if message else f"✓ {key}")
    print(f"{right} of {len(found.exercises)} checks passed")


def _in_a_line(key: str, name: str, names: Mapping[str, Any]) -> str:
    """Return what is wrong with an answer, empty if it is right."""
    if name not in names:
        return f"there is no {name} yet: run the cell of the answer"
    exercise = find_exercise(key)
    questions = draw_questions(exercise, secrets.randbits(32))
    found = judged(exercise, names[name], questions)
    return found.says if found else ""


def judged(
    exercise: Exercise, answer: Any, questions: Sequence[Question]
) -> Finding | None:
    """Return what is wrong with an answer in this process.

    One that takes longer than it may under grading is wrong here, too.
    """
    start = time.monotonic()
    try:
        replies = replies_of(exercise, answer, questions)
        seconds = time.monotonic() - start
        if seconds > SECONDS:
            says = f"it took {seconds:.0f} s, and may take {SECONDS:.0f} s"
            return Finding(says, "slow")
        return judge(exercise, questions, replies)
    except Exception as error:
        return find_error(error)


def _complain(key: str, complaint: str) -> None:
    if os.environ.get("COURSE_GRADING"):
        raise AssertionError(f"{key} ✗ {complaint}")
    print(f"✗ {key}: {complaint}")


def _is_step(hint: Any) -> bool:
    is_whole = isinstance(hint, int | np.integer)
    return is_whole and not isinstance(hint, bool) and 1 <= hint <= 3


def _case(
    exercise: Exercise,
    answer: Any,
    questions: Sequence[Question],
    seed: int,
    found: Finding,
) -> list[str]:
    """Return the lines of the smallest failing case, if there is one."""
    try:
        case = find_case(exercise, answer, questions, seed, found)
    except Exception:  # the answer, or what it gave, is too odd to be shown
        return []
    return [str(case)] if case else []


def _hint(
    key: str, exercise: Exercise, found: Finding, answer: Any, asked: int | None
) -> list[str]:
    """Return the hint that was asked for, or is due, and how to get more.

    A known mistake is its own first hint.
    """
    if asked is not None:
        return [_line(exercise, int(asked))]
    if found.kind not in HINTED:
        return []
    progress = _progress.setdefault(key, Progress())
    says = found.says if found.kind == "mistake" else found.kind
    last = fingerprint(answer), says
    is_first = progress.last == ("", "")
    if is_first:
        progress.step = 0 if found.kind == "mistake" else 1
    elif last != progress.last:
        progress.step = min(progress.step + 1, len(exercise.hints))
    progress.last = last
    lines = [_line(exercise, progress.step)] if progress.step else []
    if progress.step < len(exercise.hints):
        more = progress.step + 1
        lines.append(f"  To see hint {more}, run the check with hint={more}.")
    return lines


def _line(exercise: Exercise, step: int) -> str:
    shown = f"  Hint {step}: {exercise.hints[step - 1]}"
    return f"{shown} (see {exercise.section})" if step > 1 else shown
