"""The smallest case that an answer is wrong about."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grading.adapters import to_plain
from grading.exercise import Exercise, Question
from grading.failing_case import find_case
from grading.judging import Finding, draw_questions
from grading.shrinking import smaller
from grading.solution import Solution

VALUES = Finding("values are off", "values")


def _ask(rng: np.random.Generator) -> Question:
    return {"x": rng.normal(size=6), "shift": float(rng.normal())}


def exercise(**changes: Any) -> Exercise:
    facts: dict[str, Any] = {
        "section": "01_a#b",
        "hints": ("a", "b", "c"),
        "ask": _ask,
        "expected": lambda x, shift: np.cumsum(x) + shift,
        "solution": Solution(
            (), "def add(x, shift):\n    return x.cumsum(0) + shift", "add"
        ),
    }
    return Exercise(**(facts | changes))


def case_of(
    answer: Callable[..., Any],
    one: Exercise | None = None,
    finding: Finding = VALUES,
) -> Any:
    one = one or exercise()
    return find_case(one, answer, draw_questions(one, 3), 3, finding)


def test_rows_are_left_out_and_decimals_cut() -> None:
    case = case_of(lambda x, shift: x.cumsum(0))
    assert len(case.wanted) == 2
    (name, x), (other, _) = case.given.arguments
    assert (name, other) == ("x", "shift")
    assert all(len(one.split(".")[1]) == 1 for one in x[8:-2].split(", "))


def test_a_smaller_case_has_the_same_fault() -> None:
    """Here the answer is wrong about long inputs alone."""
    case = case_of(lambda x, shift: x.cumsum(0) + shift + (len(x) > 4))
    assert len(case.wanted) == 6


def test_a_case_that_makes_no_sense_is_left_out() -> None:
    """Where the solution and the reference disagree, rows are missing."""

    def mean(x: Any, shift: float) -> Any:
        return x[5] + shift

    one = exercise(
        expected=lambda x, shift: x[5] + shift,
        solution=Solution(
            (), "def last(x, shift):\n    return x[5] + shift", "last"
        ),
    )
    case = case_of(lambda x, shift: mean(x, shift) + 1, one)
    assert case.given.arguments[0][1].count(",") == 5


def test_calls_within_a_use_are_compared_with_the_solution() -> None:
    def use(answer: Any, x: Any, shift: float) -> Any:
        first = answer(x[:3], shift)
        return to_plain([first, answer(x, 2 * shift)])

    solution = Solution((), "def add(x, s):\n    return x + s", "add")
    one = exercise(
        use=use,
        expected=lambda x, shift: [x[:3] + shift, x + 2 * shift],
        solution=solution,
    )
    case = case_of(lambda x, shift: x - shift, one)
    assert "expected" in str(case)
    assert case.given.arguments[0][0] == "x"


def test_an_answer_that_raises_has_a_case() -> None:
    case = case_of(
        lambda x, shift: x[100], finding=Finding("it raises", "error")
    )
    assert "got:      it raises IndexError" in str(case)
    assert isinstance(case.given.result, IndexError)


def test_one_place_of_a_large_result_is_shown() -> None:
    def ask(rng: np.random.Generator) -> Question:
        return {"n": int(rng.integers(50, 60))}

    solution = Solution(
        (),
        "import torch\ndef count(n):\n    return torch.arange(n)",
        "count",
    )
    one = exercise(ask=ask, expected=lambda n: np.arange(n), solution=solution)

    def answer(n: int) -> Any:
        found = np.arange(n)
        found[7] = 1000
        return found

    text = str(case_of(answer, one))
    assert "expected: [7] = 7\n  got:      [7] = 1000" in text


@pytest.mark.parametrize("answer", [3, {"a": 1}, "word", dict])
def test_only_functions_have_cases(answer: Any) -> None:
    assert case_of(answer) is None


def test_smaller_questions_keep_what_belongs_together() -> None:
    question = {"x": np.zeros((8, 8)), "y": list(range(8)), "n": 8}
    cuts = [{len(one["x"]), len(one["y"])} for one in smaller(question)]
    assert {2} in cuts
    assert all(len(lengths) == 1 for lengths in cuts)
