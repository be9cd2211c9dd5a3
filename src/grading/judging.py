"""The verdict on an answer, from its replies to random questions.

Nothing here runs the learner's code: under ``pytest --nbval`` the judge sits
in another process than the answer.
"""

import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from grading.adapters import NotAnsweredError
from grading.compare import difference, find_difference
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


@dataclass(frozen=True)
class Finding:
    """What is wrong with an answer.

    Attributes
    ----------
    says
        The message for the learner.
    kind
        ``"nothing"``: it is still the stub, or returns nothing; ``"form"``: a
        wrong type, shape or name; ``"error"``: it raises; ``"mistake"``: a
        known one, which the message names; ``"slow"``: it takes too long;
        ``"values"``: other wrong values.
    """

    says: str
    kind: Literal["nothing", "form", "error", "mistake", "slow", "values"]


def verdict(
    exercise: Exercise, questions: Sequence[Question], replies: Any
) -> str | None:
    """Return what is wrong with the replies in words, or ``None``."""
    found = judge(exercise, questions, replies)
    return found.says if found else None


def judge(
    exercise: Exercise, questions: Sequence[Question], replies: Any
) -> Finding | None:
    """Return what is wrong with the replies, or ``None``.

    A known mistake that explains all wrong replies comes first, then one that
    explains some, then a plain description of the difference.
    """
    if not isinstance(replies, list) or len(replies) != len(questions):
        return Finding("the answer did not reply to every question", "form")
    judged = [
        (question, reply, _what_is_wrong(exercise, question, reply))
        for question, reply in zip(questions, replies, strict=True)
    ]
    wrong = [(question, reply) for question, reply, found in judged if found]
    if not wrong:
        return None
    if all(reply is None for _, reply in wrong):
        return Finding("it returns nothing (None) yet", "nothing")
    partly = ""
    for mistake in exercise.mistakes:
        made = _made(exercise, mistake, wrong)
        if all(made):
            return Finding(mistake.says, "mistake")
        partly = partly or (mistake.says if any(made) else "")
    if partly:
        return Finding(partly, "mistake")
    return next(found for *_, found in judged if found)


def _what_is_wrong(
    exercise: Exercise, question: Question, reply: Any
) -> Finding | None:
    if exercise.expected is not None:
        wanted = exercise.expected(**question)
        found = find_difference(reply, wanted, exercise.rtol, exercise.atol)
        if found is None:
            return None
        return Finding(found.says, "form" if found.of_form else "values")
    if reply is None:
        return Finding("it returns nothing (None) yet", "nothing")
    for mistake in exercise.mistakes:
        if mistake.shows and _shows(exercise, mistake, question, reply):
            return Finding(mistake.says, "mistake")
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
    """Say in a line what an answer raised, and on which line of its own."""
    return find_error(error).says


def find_error(error: Exception) -> Finding:
    """Return what is wrong with an answer that raised an exception."""
    if isinstance(error, NotAnsweredError):
        return Finding(str(error), "nothing")
    says = f"it raises {type(error).__name__}: {str(error)[:200]}"
    return Finding(f"{says}{_own_line(error)}", "error")


def _own_line(error: Exception) -> str:
    """Return the learner's line that raised it, the last of several.

    What a notebook defines belongs to the module ``__main__``.
    """
    frames = traceback.walk_tb(error.__traceback__)
    lines = traceback.extract_tb(error.__traceback__)
    own = [
        (line.lineno, line.line)
        for (frame, _), line in zip(frames, lines, strict=True)
        if frame.f_globals.get("__name__") == "__main__" and line.line
    ]
    if not own:
        return ""
    number, text = own[-1]
    return f" (line {number}: {text[:80]})"


def replies_of(
    exercise: Exercise, answer: Any, questions: Iterable[Question]
) -> list[Any]:
    """Let an answer in this process reply to questions."""
    return [exercise.use(answer, **question) for question in questions]
