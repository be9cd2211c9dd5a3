"""Pairs of scores and targets, one right, and what is said of the others."""

import re
from typing import Any

from grading.adapters import Array, given, to_plain, to_tensor

WRONG_Y, WRONG_SCORES = ("column", "row", "one", "short"), ("flat", "deep")


def _cases(scores: Array, y: Array) -> dict[str, tuple[Array, Array]]:
    return {
        "good": (scores, y),
        "column": (scores, y[:, None]),
        "row": (scores, y[None]),
        "one": (scores, y[:1]),
        "short": (scores, y[:-1]),
        "flat": (scores[:, 0], y),
        "deep": (scores[:, None], y),
    }


def try_each(answer: Any, scores: Array, y: Array) -> Any:
    """Return what is raised in each case, and said or returned."""
    found: dict[str, Any] = {}
    for case, pair in _cases(scores, y).items():
        try:
            value = answer(*map(to_tensor, pair))
        except Exception as error:
            kind = ValueError if isinstance(error, ValueError) else type(error)
            found[case] = [kind.__name__, str(error)]
        else:
            found[case] = ["", float(given(value)) if case == "good" else 0.0]
    return to_plain(found)


def _says(message: str, shape: tuple[int, ...]) -> bool:
    """Tell whether a shape is in a message, as a tuple or in brackets."""
    numbers = ", ?".join(str(size) for size in shape)
    return bool(re.search(rf"[\[(]{numbers},?[\])]", message))


def without_got(reply: Any, **question: Array) -> bool:
    """Tell whether a message lacks the shape that the argument has."""
    pairs = _cases(**question)
    wrong = [(case, pairs[case][0]) for case in WRONG_SCORES]
    wrong += [(case, pairs[case][1]) for case in WRONG_Y]
    return not all(_says(reply[case][1], x.shape) for case, x in wrong)


def without_wanted(reply: Any, y: Array, **_: Any) -> bool:
    """Tell whether a message lacks the shape that is wanted."""
    scores = all("(batch, classes)" in reply[c][1] for c in WRONG_SCORES)
    return not (scores and all(_says(reply[c][1], y.shape) for c in WRONG_Y))
