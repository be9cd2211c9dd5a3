"""Cut a context into windows."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    cases = []
    for _ in range(6):
        question, room = int(rng.integers(5, 12)), int(rng.integers(20, 40))
        cases.append(
            {
                "question": question,
                "context": int(rng.integers(60, 200)),
                "longest": question + room + 3,
                "stride": int(rng.integers(3, 9)),
            }
        )
    cases[0]["context"] = 15
    room = cases[1]["longest"] - cases[1]["question"] - 3
    cases[1]["context"] = 3 * (room - cases[1]["stride"]) + 1  # ends in time
    return {"cases": cases}


def _use(answer: Any, cases: list[dict[str, int]]) -> Any:
    return [to_plain(given(answer(**case))) for case in cases]


def _expected(cases: list[dict[str, int]]) -> list[list[list[int]]]:
    return [_windows_of_one(**case) for case in cases]


def _windows_of_one(
    question: int, context: int, longest: int, stride: int
) -> list[list[int]]:
    room = longest - question - 3
    step = room - stride
    beyond = max(0, context - room)
    number = 1 + -(-beyond // step)
    found = [[n * step, n * step + room] for n in range(number)]
    return [[start, min(end, context)] for start, end in found]


EXERCISE = Exercise(
    section="long-contexts-windows-with-a-stride",
    hints=(
        "Draw a line of 20 tokens and windows of 8 that share 3. Where does "
        "the second start?",
        "The stride is what neighbours share, so windows start further apart "
        "the smaller it is. Question and special tokens take room in each.",
        "From the longest length take the question and three special tokens. "
        "Go on by what is left less the stride, until a window reaches the "
        "end of the context.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a window is too long: [CLS] and two [SEP] take room as well",
            ("- question - 3", "- question"),
        ),
        Mistake(
            "you move on by the stride; it is what neighbours share",
            ("found[-1][1] - stride", "found[-1][0] + stride"),
        ),
        Mistake(
            "the last tokens of the context stand in no window",
            (
                "while found[-1][1] < context:",
                "while found[-1][0] + 2 * room - stride <= context:",
            ),
        ),
        Mistake(
            "there are windows after one that has reached the end",
            (
                "    found = [(0, min(room, context))]\n"
                "    while found[-1][1] < context:\n"
                "        start = found[-1][1] - stride\n",
                "    found = []\n"
                "    for start in range(0, context, room - stride):\n",
            ),
        ),
        Mistake(
            "the last window ends behind the context",
            (
                "min(start + room, context)))",
                "start + room))\n"
                "    if room > context:\n"
                "        return [(0, room)]",
            ),
        ),
    ),
    rounds=2,
)
