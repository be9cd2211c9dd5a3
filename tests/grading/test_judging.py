"""The verdict on replies of any kind."""

from collections.abc import Callable
from typing import Any

import pytest

from grading.exercise import Exercise, Mistake
from grading.judging import verdict

SAYS = "a score for each of two rows is missing"


def project(gives: Callable[..., bool]) -> Exercise:
    return Exercise(
        key="1.9",
        section="01_fundamentals#choosing-the-loss",
        hints=("a", "b", "c"),
        ask=lambda rng: {},
        mistakes=(Mistake("no scores", SAYS, gives),),
    )


@pytest.mark.parametrize("reply", [[0.1, 0.2], {}, 3, "scores", {"rows": 2}])
def test_a_reply_of_another_kind_is_told_what_is_expected(reply: Any) -> None:
    exercise = project(lambda reply: reply["scores"].shape != (2,))
    assert verdict(exercise, [{}], [reply]) == SAYS


def test_a_fault_of_the_grader_is_not_put_on_the_learner() -> None:
    def broken(reply: Any) -> bool:
        raise RuntimeError("the grader is broken")

    with pytest.raises(RuntimeError, match="grader is broken"):
        verdict(project(broken), [{}], [[0.1, 0.2]])
