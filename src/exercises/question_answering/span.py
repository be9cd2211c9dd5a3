"""The best possible span."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    tokens, first = int(rng.integers(30, 40)), int(rng.integers(6, 10))
    longest = int(rng.integers(3, 6))
    scores = rng.normal(size=(2, tokens)).astype("float32")
    scores[:, :first] += 1  # the question's own words score well, too
    place = int(rng.integers(first, tokens - 2 - longest))
    scores[[0, 1], [place, place + longest]] += 1.5  # one token too long
    return {
        "start": scores[0],
        "end": scores[1],
        "first": first,
        "last": tokens - 2,
        "longest": longest,
    }


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    return [int(place) for place in given(answer(*values))]


def _expected(
    start: Array, end: Array, first: int, last: int, longest: int
) -> list[int]:
    """Try every pair."""
    pairs = [
        (float(start[a]) + float(end[b]), a, b)
        for a in range(first, last + 1)
        for b in range(a, min(a + longest, last + 1))
    ]
    _, a, b = max(pairs)
    return [a, b]


EXERCISE = Exercise(
    section="from-scores-to-an-answer",
    hints=(
        "Which pairs of tokens are possible answers at all?",
        "Score pairs and not single tokens: a table of start plus end, in "
        "which the impossible is crossed out.",
        "Cut the scores to the context, make the table by adding a column to "
        "a row, keep a band of its upper triangle, and remember to count "
        "from the window again.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "start and end are chosen apart, and anywhere in the window",
            (
                "    start, end = start[first : last + 1], end[first : "
                "last + 1]\n",
                "    return start.argmax(), end.argmax()\n",
            ),
        ),
        Mistake(
            "start and end are chosen without regard to each other",
            (
                "    table = start",
                "    return first + start.argmax(), first + end.argmax()\n"
                "    table = start",
            ),
        ),
        Mistake(
            "an answer may stand in the context only, not in the question",
            (
                "    start, end = start[first : last + 1], end[first : "
                "last + 1]\n",
                "    first = 0\n",
            ),
        ),
        Mistake(
            "an answer may be one token longer than allowed",
            ("tril(longest - 1)", "tril(longest)"),
        ),
        Mistake("nothing keeps the answer short", (".tril(longest - 1)", "")),
        Mistake(
            "the places are counted from the context, not from the window",
            (
                "return first + place // len(start), first + place",
                "return place // len(start), place",
            ),
        ),
    ),
    rounds=16,
)
