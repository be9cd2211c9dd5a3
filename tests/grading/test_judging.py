"""The verdict on replies of any kind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grading.exercise import Exercise, Mistake
from grading.judging import verdict
from grading.solution import Solution

SAYS = "a score for each of two rows is missing"
HALF = Exercise(
    section="03_cnn#halves",
    hints=("a", "b", "c"),
    ask=lambda rng: {},
    use=lambda answer, x: answer(x),
    expected=lambda x: x / 2,
    mistakes=(
        Mistake("you divide by zero", ("/ 2", "/ 0")),
        Mistake("that is the whole", ("/ 2", "/ 1")),
        Mistake("twice, or squared", ("x / 2", "2 * x"), ("/ 2", "* x")),
    ),
    solution=Solution(
        ("import math",), "def half(x):\n    return x / 2", "half"
    ),
)
QUESTIONS = [{"x": 3.0}, {"x": 5.0}]


def project(shows: Callable[..., bool]) -> Exercise:
    return Exercise(
        section="02_training#choosing-the-loss",
        hints=("a", "b", "c"),
        ask=lambda rng: {},
        mistakes=(Mistake(SAYS, ("old", "new"), shows=shows),),
    )


@pytest.mark.parametrize(
    ("replies", "says"),
    [
        ([1.5, 2.5], None),
        ([3.0, 5.0], "that is the whole"),
        ([9.0, 25.0], "twice, or squared"),
        ([6.0, 10.0], "twice, or squared"),
        ([6.0, 25.0], "twice, or squared"),
        ([1.5, 5.0], "that is the whole"),
        ([3.0, 4.0], "that is the whole"),
        ([4.0, 4.0], "values are off by up to 2.5"),
        ([1.5], "the answer did not reply to every question"),
        ("3.0", "the answer did not reply to every question"),
    ],
)
def test_a_reply_like_that_of_an_edited_solution_has_its_mistake(
    replies: Any, says: str | None
) -> None:
    assert verdict(HALF, QUESTIONS, replies) == says


def test_without_its_solution_an_exercise_is_judged_all_the_same() -> None:
    alone = replace(HALF, solution=None)
    assert verdict(alone, QUESTIONS, [1.5, 2.5]) is None
    assert "off by" in str(verdict(alone, QUESTIONS, [3.0, 5.0]))


@pytest.mark.parametrize("edits", [(), (("old",),), ((),)])
def test_a_mistake_without_an_edit_is_refused(edits: Any) -> None:
    with pytest.raises(ValueError, match="needs edits of the solution"):
        Mistake(SAYS, *edits)


def test_an_exercise_that_accepts_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="accepts every reply"):
        replace(HALF, expected=None)


@pytest.mark.parametrize("reply", [[0.1, 0.2], {}, 3, "scores", {"rows": 2}])
def test_a_reply_of_another_kind_is_told_what_is_expected(reply: Any) -> None:
    exercise = project(lambda reply: reply["scores"].shape != (2,))
    assert verdict(exercise, [{}], [reply]) == SAYS


def test_a_fault_of_the_grader_is_not_put_on_the_learner() -> None:
    def broken(reply: Any) -> bool:
        raise RuntimeError("the grader is broken")

    with pytest.raises(RuntimeError, match="grader is broken"):
        verdict(project(broken), [{}], [[0.1, 0.2]])
