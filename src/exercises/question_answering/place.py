"""Find the planted bug."""

from typing import Any

import numpy as np

from grading.adapters import to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw offsets of words and of pieces without a space between."""
    first, offsets, place = int(rng.integers(4, 8)), [], 0
    for token in range(first + 20):
        if token == first:
            place = int(rng.integers(30, 60))  # a window further on
        size = int(rng.integers(2, 6))
        offsets.append([place, place + size])
        place += size + int(rng.random() < 0.5)
    last = len(offsets) - 1
    spans = []
    for _ in range(12):
        a, b = sorted(rng.integers(first, last + 1, size=2))
        start, end = offsets[a][0], offsets[b][1]
        spans.append([start + int(rng.integers(2)), end])
    spans.append([offsets[first][0] - 3, offsets[first + 2][1]])
    spans.append([offsets[last - 1][0], offsets[last][1] + 2])
    return {
        "offsets": [*offsets, [0, 0]],
        "first": first,
        "last": last,
        "spans": spans,
    }


def _use(answer: Any, spans: Any, **window: Any) -> Any:
    return [to_plain(answer(*window.values(), *span)) for span in spans]


def _expected(
    offsets: list[list[int]], first: int, last: int, spans: list[list[int]]
) -> list[list[int] | None]:
    """Collect the tokens that hold a character of the answer."""
    found: list[list[int] | None] = []
    for start, end in spans:
        inside = [
            token
            for token in range(first, last + 1)
            if set(range(*offsets[token])) & set(range(start, end))
        ]
        held = offsets[first][0] <= start and end <= offsets[last][1]
        if not inside or not held:
            found.append(None)
        else:
            found.append([inside[0], inside[-1]])
    return found


EXERCISE = Exercise(
    section="from-characters-to-tokens",
    hints=(
        "Try it by hand on pieces of one word, which have no space between "
        "them.",
        "An offset (3, 7) means characters 3, 4, 5 and 6: the second number "
        "is the first character that does not belong.",
        "A token that starts at the very character where the answer ends "
        "holds nothing of it. One comparison has to be strict.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a token that only touches the end of the answer is taken in",
            ("offsets[k][0] < end", "offsets[k][0] <= end"),
        ),
        Mistake(
            "a token that only touches the start of the answer is taken in",
            ("offsets[k][1] > start)", "offsets[k][1] >= start)"),
        ),
        Mistake(
            "an answer that stands only partly in the window gets a label",
            (
                "offsets[first][0] > start or offsets[last][1] < end",
                "offsets[first][0] >= end or offsets[last][1] <= start",
            ),
        ),
        Mistake(
            "the places are counted from the context, not from the window",
            ("return begins, ends", "return begins - first, ends - first"),
        ),
    ),
    rounds=3,
)
