"""A tiny worked example for each statement that has none of its own.

It is a small call of the solution on which the reference agrees, made anew
whenever the notebooks are; a statement that says *for example* keeps its own.
"""

import re
from collections.abc import Iterator
from typing import Any

from grading.adapters import to_plain
from grading.compare import find_difference
from grading.exercise import Exercise, Question
from grading.judging import draw_questions
from grading.recording import Call, is_function, record
from grading.showing import show
from grading.shrinking import smaller
from grading.solution import quiet

LONGEST = 200
"""Characters of an example; a longer one explains nothing."""

OWN = re.compile(r"\bfor example\b", re.IGNORECASE)
_NOT_SHOWN = re.compile(r" of shape |\ba (?:\w+)\b(?! of)|\bnan\b|\.\.\.")


def worked_example(exercise: Exercise) -> str | None:
    """Return an example in Markdown; None if no call can be shown."""
    solution = exercise.solution
    if exercise.expected is None or solution is None:
        return None
    with quiet():
        right = solution.answer(solution.source)
        if not is_function(right):
            return None
        texts = [_text(solution.name, call) for call in _calls(exercise, right)]
    return min((one for one in texts if one), key=len, default=None)


def _calls(exercise: Exercise, right: Any) -> Iterator[Call]:
    for question in draw_questions(exercise, 0):
        for one in (question, *smaller(question)):
            if _makes_sense(exercise, right, one):
                yield from record(exercise, right, one)


def _makes_sense(exercise: Exercise, right: Any, question: Question) -> bool:
    """Tell whether solution and reference agree on a question."""
    assert exercise.expected is not None
    try:
        reply = exercise.use(right, **question)
        wanted = exercise.expected(**question)
    except Exception:  # it was cut too small
        return False
    found = find_difference(reply, wanted, exercise.rtol, exercise.atol)
    return found is None


def _text(name: str, call: Call) -> str | None:
    """Return a call as a sentence; None if it cannot be read."""
    if call.result is None or isinstance(call.result, Exception):
        return None
    try:
        result = show(to_plain(call.result))
    except Exception:
        return None
    given = ", ".join(text for _, text in call.arguments)
    text = f"For example, `{name}({given})` gives `{result}`."
    if len(set(re.findall(r"[\d.]+", result))) < min(2, result.count(",") + 1):
        return None  # all the same: it says nothing
    is_short = len(text) <= LONGEST and "`" not in given + result
    return text if is_short and not _NOT_SHOWN.search(text[12:]) else None
