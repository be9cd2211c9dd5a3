"""What an exercise is, for those who write one.

An exercise asks random questions, lets the learner's answer reply to them,
and compares the replies with a reference of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grading.adapters import call

Question = dict[str, Any]
"""Plain data by name: arrays of NumPy, numbers, words, lists, dicts."""


@dataclass(frozen=True)
class Mistake:
    """A likely mistake, and what the learner is told about it.

    Attributes
    ----------
    name
        A few words for maintainers and tests, such as ``"no zero_grad"``.
    says
        The message for a learner who made it. It names what is wrong, and
        does not print the answer.
    gives
        The reply that this mistake leads to, as a function of the question:
        ``gives(**question)``. With `expected` absent it is a test of the
        reply instead: ``gives(reply, **question) -> bool``.
    """

    name: str
    says: str
    gives: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    key
        Chapter and number, such as ``"3.2"``.
    section
        Notebook and anchor of the section that taught it, such as
        ``"01_fundamentals#choosing-the-loss"``.
    hints
        Three steps: a nudge, the concept, almost the answer.
    ask
        ``ask(rng) -> question``: draws a question with NumPy's generator.
    use
        ``use(answer, **question) -> reply``: runs where the learner's answer
        is. By default the answer is called with the values of the question,
        arrays as tensors. Must return plain data.
    expected
        ``expected(**question) -> reply``: the reference, in NumPy.
    mistakes
        Looked through in this order when a reply is wrong.
    rounds
        How many questions are asked.
    rtol, atol
        How far decimals may be from the reference, for numbers about one; see
        ``grading.compare.near``. Whole numbers must be equal.

    Raises
    ------
    ValueError
        If the key or the section is not of this form.
    """

    key: str
    section: str
    hints: tuple[str, str, str]
    ask: Callable[[np.random.Generator], Question]
    use: Callable[..., Any] = call
    expected: Callable[..., Any] | None = None
    mistakes: tuple[Mistake, ...] = ()
    rounds: int = 4
    rtol: float = 1e-3
    atol: float = 1e-5

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d+\.\d+", self.key):
            raise ValueError(
                f"the key of an exercise is chapter.number, got {self.key!r}"
            )
        if not re.fullmatch(r"[\w-]+#[\w-]+", self.section):
            raise ValueError(
                f"exercise {self.key}: the section must be notebook#anchor, "
                f"got {self.section!r}"
            )
        if self.expected is None and not self.mistakes:
            raise ValueError(
                f"exercise {self.key} accepts every reply; give it `expected` "
                "or `mistakes`"
            )
