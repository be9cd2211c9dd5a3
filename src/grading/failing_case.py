"""The smallest input that an answer is wrong about, for the learner.

It is looked for where the answer is, among the questions that were asked and
some more. What is expected comes from the reference, or from the solution.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grading.adapters import call, to_plain
from grading.compare import find_difference
from grading.exercise import Exercise, Question
from grading.judging import Finding, find_error, judge
from grading.recording import Call, is_function, record
from grading.showing import first_gap, show
from grading.shrinking import smaller
from grading.solution import quiet

SECONDS = 2.0
"""How long is looked for a smaller case."""
MORE_QUESTIONS = 30
LONG = 80
"""Characters of a result, beyond which only one wrong place is shown."""


@dataclass(frozen=True)
class Case:
    """An input, what comes of it, and what should.

    Attributes
    ----------
    given
        The call of the answer, which holds the result, too.
    wanted
        The right result; an exception if that is right.
    """

    given: Call
    wanted: Any

    @property
    def size(self) -> int:
        """How many characters the input takes."""
        return self.given.size

    def __str__(self) -> str:
        lines = [f"    {name} = {text}" for name, text in self.given.arguments]
        got, wanted = _plain(self.given.result), _plain(self.wanted)
        texts = [_told(wanted), _told(got)]
        if max(map(len, texts)) > LONG or any(" of shape " in t for t in texts):
            place, got, wanted = first_gap(got, wanted)
            texts = [f"{place}{_told(wanted)}", f"{place}{_told(got)}"]
        return "\n".join(
            [
                "  for example, with" if lines else "  for example",
                *lines,
                f"  expected: {texts[0]}",
                f"  got:      {texts[1]}",
            ]
        )


def find_case(
    exercise: Exercise,
    answer: Any,
    questions: Sequence[Question],
    seed: int,
    finding: Finding,
) -> Case | None:
    """Return the smallest case that an answer is wrong about.

    Parameters
    ----------
    exercise
        What was asked for.
    answer
        The learner's; only functions have cases.
    questions
        Those that were asked.
    seed
        For more of them.
    finding
        What is wrong. A case that was made smaller shows the same.

    Returns
    -------
    Case or None
        None if none is found in `SECONDS`, or none that can be shown: where
        the exercise has no reference, or a call changes its arguments.
    """
    if exercise.expected is None or not is_function(answer):
        return None
    with quiet():
        return _Search(exercise, answer, finding).run(questions, seed)


class _Search:
    """The search for a small case, among questions and smaller ones."""

    def __init__(
        self, exercise: Exercise, answer: Any, finding: Finding
    ) -> None:
        self._exercise = exercise
        self._answer = answer
        self._finding = finding
        self._deadline = time.monotonic() + SECONDS
        self._best: tuple[Case, Question] | None = None

    def run(self, questions: Sequence[Question], seed: int) -> Case | None:
        """Return the smallest case that is found in time."""
        for question in _asked(self._exercise, questions, seed):
            self._look_at(question)
            if self._is_late():
                break
        while self._best is not None and self._shrink(self._best[1]):
            pass
        return self._best[0] if self._best else None

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _shrink(self, question: Question) -> bool:
        """Look for a smaller case near a question; tell if there is one."""
        for one in smaller(question):
            if self._is_late():
                return False
            same = _says_the_same(
                self._exercise, self._answer, one, self._finding
            )
            if same and self._look_at(one):
                return True
        return False

    def _look_at(self, question: Question) -> bool:
        """Keep the case of a question if it is the smallest so far."""
        cases = _cases(self._exercise, self._answer, question)
        case = min(cases, key=lambda case: case.size, default=None)
        if case and (self._best is None or case.size < self._best[0].size):
            self._best = case, question
            return True
        return False


def _asked(
    exercise: Exercise, questions: Sequence[Question], seed: int
) -> Iterator[Question]:
    """Yield the questions that were asked, and more like them."""
    yield from questions
    rng = np.random.default_rng(seed)
    for _ in range(MORE_QUESTIONS):
        yield exercise.ask(rng)


def _says_the_same(
    exercise: Exercise, answer: Any, question: Question, finding: Finding
) -> bool:
    """Tell whether a question makes sense, and shows the same fault."""
    assert exercise.expected is not None
    try:
        right = exercise.use(_right(exercise), **question)
        wanted = exercise.expected(**question)
        if find_difference(right, wanted, exercise.rtol, exercise.atol):
            return False
    except Exception:
        return False  # it makes no sense
    try:
        replies = [exercise.use(answer, **question)]
        found = judge(exercise, [question], replies)
    except Exception as error:
        found = find_error(error)
    if found is None or found.kind != finding.kind:
        return False
    return finding.kind != "mistake" or found.says == finding.says


def _right(exercise: Exercise) -> Any:
    """Return the answer of the solution."""
    if exercise.solution is None:
        raise LookupError("the exercise has no solution")
    return exercise.solution.answer(exercise.solution.source)


def _cases(
    exercise: Exercise, answer: Any, question: Question
) -> Iterator[Case]:
    """Yield the calls for a question whose result is wrong."""
    calls = record(exercise, answer, question)
    for one, wanted in zip(
        calls, _wanted(exercise, question, calls), strict=False
    ):
        if _differ(exercise, one.result, wanted):
            yield Case(one, wanted)


def _wanted(
    exercise: Exercise, question: Question, calls: list[Call]
) -> Iterator[Any]:
    """Yield what each call should have given, as long as that is known."""
    if exercise.use is call:
        assert exercise.expected is not None
        yield exercise.expected(**question)
        return
    if exercise.solution is None:
        return
    right = _right(exercise)
    others = record(exercise, right, question) if is_function(right) else []
    for one, other in zip(calls, others, strict=False):
        texts = [text for _, text in one.arguments]
        if texts != [text for _, text in other.arguments]:
            return  # from here on, the answer's own results were put in
        yield other.result


def _differ(exercise: Exercise, got: Any, wanted: Any) -> bool:
    """Tell whether a result is wrong; what cannot be compared is not."""
    if isinstance(got, Exception) or isinstance(wanted, Exception):
        return type(got) is not type(wanted)
    try:
        plain, right = to_plain(got), to_plain(wanted)
    except Exception:
        return False
    found = find_difference(plain, right, exercise.rtol, exercise.atol)
    return found is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Exception):
        return value
    try:
        return to_plain(value)
    except Exception:
        return value


def _told(value: Any) -> str:
    if isinstance(value, Exception):
        return f"it raises {type(value).__name__}"
    return show(value)
