"""The solved exercises of each chapter, for the tests of the graders.

A solution runs once a chapter; a wrong answer takes the place of a right one
in a copy of its names.
"""

import pickle
import zlib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from exercises import chapters
from grading.chapters import Chapter
from grading.exercise import Exercise
from grading.judging import (
    describe_error,
    draw_questions,
    replies_of,
    verdict,
)
from grading.solution import Solution

CHAPTERS = chapters()
PROJECTS = [list(chapter.exercises)[-1] for chapter in CHAPTERS]
"""The exercise of each chapter that trains a model, or measures one."""

Wrong = tuple[str, str, str]
"""Number of the exercise, what is said to a learner, code of the answer."""


def keys() -> list[str]:
    """Return the numbers of all exercises."""
    return [key for chapter in CHAPTERS for key in chapter.exercises]


@cache
def chapter_of(key: str) -> Chapter:
    """Return the chapter of an exercise."""
    return next(one for one in CHAPTERS if key in one.exercises)


@cache
def exercise_of(key: str) -> Exercise:
    """Return an exercise."""
    return chapter_of(key).find(key)


@cache
def solution_of(key: str) -> Solution:
    """Return the right answer to an exercise."""
    return chapter_of(key).solution(key)


def wrong_answers() -> list[Wrong]:
    """Return the answers with each likely mistake of all exercises."""
    return [
        (key, mistake.says, solution_of(key).edited(edit))
        for key in keys()
        for mistake in exercise_of(key).mistakes
        for edit in mistake.edits
    ]


def complaint(key: str, code: str, seed: int = 7) -> str | None:
    """Return what the grader says when `code` is the answer."""
    exercise = exercise_of(key)
    questions = draw_questions(exercise, [seed, zlib.crc32(key.encode())])
    try:
        answer = solution_of(key).answer(code)
        replies = replies_of(exercise, answer, questions)
    except Exception as error:
        return describe_error(error)
    return verdict(remembering(key), questions, replies)


@cache
def remembering(key: str) -> Exercise:
    """Return an exercise that lets each edited solution reply once.

    The judge compares a wrong answer with one likely mistake after the other,
    and an exercise with ten mistakes would otherwise run its solution with
    the first of them ten times.
    """
    exercise, replies = exercise_of(key), dict[tuple[str, bytes], Any]()

    def use(code: str, **question: Any) -> Any:
        place = code, pickle.dumps(question)
        if place not in replies:
            answer = solution_of(key).answer(code)
            try:
                replies[place] = exercise.use(answer, **question)
            except Exception as error:
                replies[place] = error
        if isinstance(replies[place], Exception):
            raise replies[place]
        return replies[place]

    unmade = Unmade(**vars(solution_of(key)))
    return replace(exercise, use=use, solution=unmade)


@dataclass(frozen=True)
class Unmade(Solution):
    """A solution whose answers are still code."""

    def answer(self, code: str) -> Any:
        """Return the code: whoever uses it makes the answer."""
        return code
