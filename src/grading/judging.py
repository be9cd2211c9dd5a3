"""The verdict on an answer, from its replies to random questions.

Nothing here runs the learner's code: under ``pytest --nbval`` the judge sits
in another process than the answer.
"""

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grading.adapters import NotAnsweredError
from grading.compare import difference
from grading.exercise import Exercise, Mistake, Question

# What comparing raises if a reply is not even of the kind that was expected.
UNLIKE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def draw_questions(exercise: Exercise, seed: int) -> list[Question]:
    """Draw the questions of an exercise; other seeds give others."""
    rng = np.random.default_rng([seed, zlib.crc32(exercise.key.encode())])
    return [exercise.ask(rng) for _ in range(exercise.rounds)]


def verdict(
    exercise: Exercise, questions: Sequence[Question], replies: Any
) -> str | None:
    """Return what is wrong with the replies, or ``None``.

    A known mistake that explains all wrong replies comes first, then one that
    explains some, then a plain description of the difference.
    """
    if not isinstance(replies, list) or len(replies) != len(questions):
        return "the answer did not reply to every question"
    wrong = []
    for question, reply in zip(questions, replies, strict=True):
        found = _what_is_wrong(exercise, question, reply)
        if found is not None:
            wrong.append((question, reply, found))
    if not wrong:
        return None
    explained = [
        [
            _made(exercise, mistake, question, reply)
            for question, reply, _ in wrong
        ]
        for mistake in exercise.mistakes
    ]
    for enough in (all, any):
        for mistake, made in zip(exercise.mistakes, explained, strict=True):
            if enough(made):
                return mistake.says
    return wrong[0][2]


def _what_is_wrong(
    exercise: Exercise, question: Question, reply: Any
) -> str | None:
    if exercise.expected is not None:
        wanted = exercise.expected(**question)
        return difference(reply, wanted, exercise.rtol, exercise.atol)
    if reply is None:
        return "it returns nothing (None) yet"
    for mistake in exercise.mistakes:
        if _made(exercise, mistake, question, reply):
            return mistake.says
    return None


def _made(
    exercise: Exercise, mistake: Mistake, question: Question, reply: Any
) -> bool:
    """Tell whether a mistake explains a reply."""
    try:
        if exercise.expected is None:
            return bool(mistake.gives(reply, **question))
        wanted = mistake.gives(**question)
    except UNLIKE:
        return exercise.expected is None
    return difference(reply, wanted, exercise.rtol, exercise.atol) is None


def describe_error(error: Exception) -> str:
    """Say in a line what an answer raised."""
    if isinstance(error, NotAnsweredError):
        return str(error)
    return f"it raises {type(error).__name__}: {str(error)[:200]}"


def replies_of(
    exercise: Exercise, answer: Any, questions: Iterable[Question]
) -> list[Any]:
    """Let an answer in this process reply to questions."""
    return [exercise.use(answer, **question) for question in questions]
