"""The check of an answer in the process of the learner, with hints.

With each wrong attempt at an exercise the hints get one step plainer.
"""

import os
import secrets
from collections import Counter
from typing import Any

import numpy as np

from grading.judging import describe_error, draw_questions, replies_of, verdict
from grading.registry import find_exercise

_attempts: Counter[str] = Counter()


def check_here(key: str, answer: Any, hint: int | None) -> None:
    """Check an answer; see :func:`grading.check`."""
    if hint is not None and not _is_step(hint):
        raise ValueError(
            "hint must be 1 (a nudge), 2 (the concept) or 3 (almost the "
            f"answer), got {hint!r}"
        )
    complaint = _complaint(key, answer, hint)
    if complaint is None:
        print(f"✓ {key}")
        return
    if os.environ.get("COURSE_GRADING"):
        raise AssertionError(f"{key} ✗ {complaint}")
    print(f"✗ {key}: {complaint}")


def _is_step(hint: Any) -> bool:
    is_whole = isinstance(hint, int | np.integer)
    return is_whole and not isinstance(hint, bool) and 1 <= hint <= 3


def _complaint(key: str, answer: Any, hint: int | None) -> str | None:
    """Return what is wrong, with the hint asked for or due by now."""
    try:
        exercise = find_exercise(key)
    except KeyError as error:
        return str(error.args[0])
    questions = draw_questions(exercise, secrets.randbits(32))
    try:
        replies = replies_of(exercise, answer, questions)
        found = verdict(exercise, questions, replies)
    except Exception as error:
        found = describe_error(error)
    if found is None:
        return None
    _attempts[key] += 1
    step = hint or min(_attempts[key], len(exercise.hints))
    shown = f"{found}\n  Hint {step}: {exercise.hints[step - 1]}"
    return f"{shown} (see {exercise.section})" if step > 1 else shown
