"""The verdict on an answer, from its replies to random questions.

Nothing here runs the learner's code: under ``pytest --nbval`` the judge sits
in another process than the answer.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grading.adapters import NotAnsweredError
from grading.compare import difference
from grading.exercise import Exercise, Mistake, Question
from grading.solution import Solution, quiet

# What comparing raises if a reply is not even of the kind that was expected.
UNLIKE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def draw_questions(
    exercise: Exercise, seed: int | Sequence[int]
) -> list[Question]:
    """Draw the questions of an exercise; other seeds give others."""
    rng = np.random.default_rng(seed)
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
    judged = [
        (question, reply, _what_is_wrong(exercise, question, reply))
        for question, reply in zip(questions, replies, strict=True)
    ]
    wrong = [(question, reply) for question, reply, found in judged if found]
    if not wrong:
        return None
    partly = ""
    for mistake in exercise.mistakes:
        made = _made(exercise, mistake, wrong)
        if all(made):
            return mistake.says
        partly = partly or (mistake.says if any(made) else "")
    return partly or next(found for *_, found in judged if found)


def _what_is_wrong(
    exercise: Exercise, question: Question, reply: Any
) -> str | None:
    if exercise.expected is not None:
        wanted = exercise.expected(**question)
        return difference(reply, wanted, exercise.rtol, exercise.atol)
    if reply is None:
        return "it returns nothing (None) yet"
    for mistake in exercise.mistakes:
        if mistake.shows and _shows(exercise, mistake, question, reply):
            return mistake.says
    return None


def _made(
    exercise: Exercise, mistake: Mistake, wrong: list[tuple[Question, Any]]
) -> list[bool]:
    """Tell for each wrong reply whether a mistake explains it."""
    if mistake.shows is not None:
        return [_shows(exercise, mistake, *one) for one in wrong]
    if exercise.solution is None:
        return [False] * len(wrong)
    made = [False] * len(wrong)
    for edit in mistake.edits:
        theirs = _replies_with(exercise, exercise.solution, edit, wrong)
        for place, (one, (_, reply)) in enumerate(
            zip(theirs, wrong, strict=True)
        ):
            made[place] |= _equal(exercise, reply, one)
    return made


def _shows(
    exercise: Exercise, mistake: Mistake, question: Question, reply: Any
) -> bool:
    """Tell whether a mistake shows in a reply.

    A reply of another kind than it looks at has no scores, no rows, or the
    like: that is what such a mistake says where there is no reference.
    """
    assert mistake.shows is not None
    try:
        return bool(mistake.shows(reply, **question))
    except UNLIKE:
        return exercise.expected is None


def _replies_with(
    exercise: Exercise,
    solution: Solution,
    edit: tuple[str, ...],
    wrong: list[tuple[Question, Any]],
) -> list[Any]:
    """Return what the edited solution replies, errors as themselves."""
    code = solution.edited(edit)
    try:
        answer = solution.answer(code)
    except Exception as error:
        return [error] * len(wrong)
    found: list[Any] = []
    for question, _ in wrong:
        try:
            with quiet():
                found.append(exercise.use(answer, **question))
        except Exception as error:
            found.append(error)
    return found


def _equal(exercise: Exercise, reply: Any, other: Any) -> bool:
    """Tell whether a reply is that of an edited solution."""
    if isinstance(other, Exception):
        return False
    try:
        return difference(reply, other, exercise.rtol, exercise.atol) is None
    except UNLIKE:
        return False


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
