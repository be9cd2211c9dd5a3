"""What an exercise is, for those who write one.

An exercise asks random questions, lets the learner's answer reply to them,
and compares the replies with a reference of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grading.adapters import call
from grading.solution import Solution

Array = np.ndarray[Any, Any]

Question = dict[str, Any]
"""Plain data by name: arrays of NumPy, numbers, words, lists, dicts."""

Edit = tuple[str, ...]
"""A piece of the solution and what takes its place, once or several times."""


@dataclass(frozen=True, init=False)
class Mistake:
    """A likely mistake: how it is made, and what the learner is told.

    A reply that equals the one of the edited solution has this mistake; the
    tests let each edit be judged.

    Parameters
    ----------
    says
        The message for a learner who made it. It names what is wrong, and
        does not print the answer.
    *edits
        Ways to make it, each a piece of the solution and what takes its
        place: ``("/ sizes.sum()", "/ len(sizes)")``. An edit with further
        pairs replaces each of them.
    shows
        How the mistake shows in a reply, ``shows(reply, **question) -> bool``,
        where the edited solution would take long, or would not give the same
        reply. The edits then serve the tests alone.

    Raises
    ------
    ValueError
        If there is no edit, or one that is not made of pairs.
    """

    says: str
    edits: tuple[Edit, ...]
    shows: Callable[..., Any] | None

    def __init__(
        self,
        says: str,
        *edits: Edit,
        shows: Callable[..., Any] | None = None,
    ) -> None:
        if not edits or any(not edit or len(edit) % 2 for edit in edits):
            raise ValueError(
                f"the mistake {says!r} needs edits of the solution, each a "
                "piece of it and what takes its place"
            )
        object.__setattr__(self, "says", says)
        object.__setattr__(self, "edits", edits)
        object.__setattr__(self, "shows", shows)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    section
        Anchor of the section that taught it, in the notebook of its chapter,
        such as ``"choosing-the-loss"``. With the name of another notebook in
        front: ``"02_training#choosing-the-loss"``.
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
        Looked through in this order when a reply is wrong. Without
        `expected` a reply is wrong if one of them shows.
    rounds
        How many questions are asked.
    rtol, atol
        How far decimals may be from the reference, for numbers about one; see
        ``grading.compare.near``. Whole numbers must be equal.
    solution
        The right answer; filled in from the notebook of solutions.

    Raises
    ------
    ValueError
        If nothing could be wrong with a reply.
    """

    section: str
    hints: tuple[str, str, str]
    ask: Callable[[np.random.Generator], Question]
    use: Callable[..., Any] = call
    expected: Callable[..., Any] | None = None
    mistakes: tuple[Mistake, ...] = ()
    rounds: int = 4
    rtol: float = 1e-3
    atol: float = 1e-5
    solution: Solution | None = None

    def __post_init__(self) -> None:
        if self.expected is None and not any(m.shows for m in self.mistakes):
            raise ValueError(
                f"the exercise of section {self.section} accepts every reply; "
                "give it `expected`, or mistakes with `shows`"
            )
