"""Exercises 16.6 and 16.8: wrong requests, and where to catch an error.

Each test of a reply looks at one kind of request or of error.
"""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne")
STOPPED = "stopped"

# 16.6: requests that are checked


def _ask_requests(rng: np.random.Generator) -> Question:
    starts = rng.permutation(SYLLABLES)[:5]
    names = ["".join([one, *rng.choice(SYLLABLES, size=2)]) for one in starts]
    low, high = rng.integers(-9, 0, size=5), rng.integers(5, 20, size=5)
    limits = {
        name: [float(a), float(b)]
        for name, a, b in zip(names, low, high, strict=True)
    }
    return {
        "limits": limits,
        "rows": [[float(v) for v in rng.uniform(-1, 5, 5)] for _ in range(4)],
        "wrong": str(rng.choice(names)),
    }


def _requests(
    limits: dict[str, list[float]], rows: list[list[float]], wrong: str
) -> dict[str, Any]:
    """Return requests by kind; all but the first three are wrong."""
    good = dict(zip(limits, rows[0], strict=True))
    low, high = limits[wrong]
    turned = dict(reversed(list(zip(limits, rows[1], strict=True))))
    without = {name: value for name, value in good.items() if name != wrong}
    values = {
        "text": "3",
        "null": None,
        "true": True,
        "list": [1.0],
        "nan": float("nan"),
        "infinite": float("inf"),
        "low": low - 0.5,
        "high": high + 0.5,
    }
    return {
        "good": good,
        "turned": turned,
        "edge": good | {wrong: high, next(iter(without)): 2},
        "missing": without,
        "unknown": good | {f"{wrong}s": 1.0},
        "a list": rows[2],
        "a word": "hello",
        "nothing": None,
        **{kind: good | {wrong: value} for kind, value in values.items()},
    }


def _use_requests(answer: Any, **question: Any) -> Any:
    found: dict[str, Any] = {}
    for kind, request in _requests(**question).items():
        limits = {name: list(ab) for name, ab in question["limits"].items()}
        try:
            reply = answer(request, limits)
        except Exception as error:
            # Whatever it is, this request has stopped the service.
            found[kind] = [STOPPED, f"{type(error).__name__}: {error}"]
        else:
            found[kind] = list(given(reply))
    return to_plain(found)


def _is(status: Any, *kinds: str) -> Any:
    """Return a test: whether a request of these kinds has this status."""
    return lambda reply, **_: any(reply[kind][0] == status for kind in kinds)


OBJECTS = ("a list", "a word", "nothing")
VALUES = ("text", "null", "true", "list", "nan", "infinite", "low", "high")
BAD = ("missing", "unknown", *OBJECTS, *VALUES)


def _not_a_pair(reply: Any, **_: Any) -> bool:
    for pair in reply.values():
        status = pair[0]
        kind = {200: list, 422: str, STOPPED: str}.get(status)
        if len(pair) != 2 or kind is None or not isinstance(pair[1], kind):
            return True
    return False


def _refused_good(reply: Any, **_: Any) -> bool:
    return any(reply[kind][0] != 200 for kind in ("good", "turned", "edge"))


def _other_row(reply: Any, **question: Any) -> bool:
    sent = _requests(**question)
    return any(
        reply[kind][1] != [sent[kind][name] for name in question["limits"]]
        for kind in ("good", "turned", "edge")
    )


def _unnamed(reply: Any, wrong: str, **_: Any) -> bool:
    return any(
        wrong not in reply[k][1] for k in ("missing", "unknown", *VALUES)
    )


def _names_others(reply: Any, limits: Any, wrong: str, **_: Any) -> bool:
    others = [name for name in limits if name != wrong]
    return any(
        name in reply[kind][1]
        for kind in ("missing", "unknown", *VALUES)
        for name in others
    )


REQUESTS = Exercise(
    key="16.6",
    section="16_production#wrong-questions",
    hints=(
        "What is the first thing that your function does with the request, "
        "and what if it cannot?",
        "Check in this order: is it a dict, are its names the names of the "
        "columns, is each value a number, is the number within the limits.",
        "isinstance tells int and float from the rest; True is an int for it. "
        "Whatever is not low <= value <= high, nan too, is out.",
    ),
    ask=_ask_requests,
    use=_use_requests,
    mistakes=(
        Mistake(
            "not a pair",
            "it must return the status and what goes with it: 200 and a list, "
            "or 422 and a text",
            _not_a_pair,
        ),
        Mistake(
            "refused",
            "a request is refused that is in order, whole numbers and limits "
            "included",
            _refused_good,
        ),
        Mistake(
            "no object",
            "a request that is no dict raises an error in it, or gets 200",
            lambda reply, **_: any(reply[kind][0] != 422 for kind in OBJECTS),
        ),
        Mistake(
            "missing",
            "a request without one of the columns raises an error in it, or "
            "gets 200",
            lambda reply, **_: reply["missing"][0] != 422,
        ),
        Mistake(
            "stopped",
            "a value that is no number raises an error in it: the service "
            "would answer 500",
            _is(STOPPED, *VALUES, "unknown"),
        ),
        Mistake(
            "unknown",
            "a column that the model does not know is left aside: perhaps a "
            "name was misspelt",
            _is(200, "unknown"),
        ),
        Mistake("text", "a text is taken for a number", _is(200, "text")),
        Mistake("true", "true is taken for a number", _is(200, "true")),
        Mistake(
            "nan",
            "nan is taken for a number within the limits",
            _is(200, "nan"),
        ),
        Mistake(
            "limits",
            "a value outside the limits gets 200",
            _is(200, "low", "high", "infinite"),
        ),
        Mistake("gets 200", "a wrong request gets 200", _is(200, *BAD)),
        Mistake(
            "order",
            "the row must have the values in the order of the limits, not of "
            "the request",
            _other_row,
        ),
        Mistake(
            "unnamed",
            "the message does not say which column to change",
            _unnamed,
        ),
        Mistake(
            "all named",
            "the message names columns that are in order",
            _names_others,
        ),
    ),
)

# 16.8: where to catch

CASES = ("fine", "bug", "other value", "gone")


class RefusedError(ValueError):
    """The content of a file is no input for the model."""


def _ask_catch(rng: np.random.Generator) -> Question:
    numbers = rng.choice(np.arange(100, 1000), size=9, replace=False)
    refused = rng.random(9) < 0.3
    refused[[0, 5, 8]] = True
    return {
        "files": [f"{n}.png" for n in numbers],
        "refused": [bool(one) for one in refused],
        "labels": [str(n) for n in rng.choice(["cat", "dog", "ship"], size=9)],
        "place": int(rng.choice([6, 7])),
    }


def _use_catch(
    answer: Any, files: list[str], refused: Any, labels: Any, place: int
) -> Any:
    """Let the answer ask a service that has a fault of another kind each."""

    def service(case: str) -> Any:
        def ask(file: str) -> str:
            number = files.index(file)
            if case != "fine" and number == place:
                raise {
                    "bug": AttributeError("'dict' has no attribute 'label'"),
                    "other value": ValueError("could not convert"),
                    "gone": ConnectionResetError("reset by peer"),
                }[case]
            if refused[number]:
                raise RefusedError("no picture")
            return str(labels[number])

        return ask

    found: dict[str, Any] = {}
    for case in CASES:
        try:
            labelled = answer(service(case), list(files), RefusedError)
        except Exception as error:
            cause = type(error.__cause__).__name__
            found[case] = [type(error).__name__, str(error), cause]
        else:
            found[case] = {"labels": list(given(labelled))}
    return to_plain(found)


def _raised(reply: Any, case: str) -> str:
    """Return the kind of error that came out, or nothing."""
    return reply[case][0] if isinstance(reply[case], list) else ""


def _other_labels(
    reply: Any, refused: list[bool], labels: list[str], **_: Any
) -> bool:
    wanted = [
        None if no else label for no, label in zip(refused, labels, strict=True)
    ]
    return bool(reply["fine"] != {"labels": wanted})


CATCH = Exercise(
    key="16.8",
    section="16_production#where-to-catch",
    hints=(
        "Which of the errors do you expect, and for which can you do "
        "something?",
        "Three kinds: one that you count and go on, one that you explain to "
        "the reader, and the rest, which is not yours.",
        "One except clause for the kind that is handed over, one for "
        "ConnectionError that raises another error from the first. No clause "
        "for anything else.",
    ),
    ask=_ask_catch,
    use=_use_catch,
    mistakes=(
        Mistake(
            "stops",
            "it stops at a file that is refused, where it should go on",
            lambda reply, **_: _raised(reply, "fine") != "",
        ),
        Mistake(
            "labels",
            "with a service that is in order, the labels are others: one for "
            "each file, None for those refused",
            _other_labels,
        ),
        Mistake(
            "bug",
            "a bug in the caller looks like a refused file, or comes out as "
            "another error",
            lambda reply, **_: _raised(reply, "bug") != "AttributeError",
        ),
        Mistake(
            "too wide",
            "a ValueError that is no refusal is caught, too: the kind you "
            "expect is narrower",
            lambda reply, **_: _raised(reply, "other value") != "ValueError",
        ),
        Mistake(
            "gone",
            "when the service is gone, the reader must get a RuntimeError",
            lambda reply, **_: _raised(reply, "gone") != "RuntimeError",
        ),
        Mistake(
            "no name",
            "the RuntimeError does not say at which file it was",
            lambda reply, files, place, **_: (
                files[place] not in reply["gone"][1]
            ),
        ),
        Mistake(
            "no cause",
            "the RuntimeError has lost its cause",
            lambda reply, **_: reply["gone"][2] != "ConnectionResetError",
        ),
    ),
)
