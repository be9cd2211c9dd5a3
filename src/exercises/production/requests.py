"""Wrong requests."""

from typing import Any

import numpy as np

from exercises.production.bad_requests import (
    BAD,
    OBJECTS,
    SYLLABLES,
    VALUES,
    make_requests,
)
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

STOPPED = "stopped"


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, **question: Any) -> Any:
    found: dict[str, Any] = {}
    for kind, request in make_requests(**question).items():
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
    sent = make_requests(**question)
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


EXERCISE = Exercise(
    section="wrong-questions",
    hints=(
        "What is the first thing that your function does with the request, "
        "and what if it cannot?",
        "Check in this order: is it a dict, are its names the names of the "
        "columns, is each value a number, is the number within the limits.",
        "isinstance tells int and float from the rest; True is an int for it. "
        "Whatever is not low <= value <= high, nan too, is out.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "it must return the status and what goes with it: 200 and a list, "
            "or 422 and a text",
            ("return 200, [", "return 200, *["),
            shows=_not_a_pair,
        ),
        Mistake(
            "a request is refused that is in order, whole numbers and limits "
            "included",
            ("(int, float)", "(float,)"),
            ("low <= value <= high", "low <= value < high"),
            shows=_refused_good,
        ),
        Mistake(
            "a request that is no dict raises an error in it, or gets 200",
            ("not isinstance(request, dict)", "False"),
            shows=lambda reply, **_: any(
                reply[kind][0] != 422 for kind in OBJECTS
            ),
        ),
        Mistake(
            "a request without one of the columns raises an error in it, or "
            "gets 200",
            ("request.get(name)", "request[name]"),
            shows=lambda reply, **_: reply["missing"][0] != 422,
        ),
        Mistake(
            "a value that is no number raises an error in it: the service "
            "would answer 500",
            ("type(value) not in (int, float)", "value is None"),
            shows=_is(STOPPED, *VALUES, "unknown"),
        ),
        Mistake(
            "a column that the model does not know is left aside: perhaps a "
            "name was misspelt",
            ("name not in limits", "False"),
            shows=_is(200, "unknown"),
        ),
        Mistake(
            "a text is taken for a number",
            (
                "        if type(value)",
                "        if type(value) is str:\n"
                "            value = float(value)\n"
                "        if type(value)",
            ),
            shows=_is(200, "text"),
        ),
        Mistake(
            "true is taken for a number",
            (
                "type(value) not in (int, float)",
                "not isinstance(value, (int, float))",
            ),
            shows=_is(200, "true"),
        ),
        Mistake(
            "nan is taken for a number within the limits",
            ("not low <= value <= high", "value < low or value > high"),
            shows=_is(200, "nan"),
        ),
        Mistake(
            "a value outside the limits gets 200",
            ("not low <= value <= high", "value != value"),
            shows=_is(200, "low", "high", "infinite"),
        ),
        Mistake(
            "a wrong request gets 200",
            (
                "        if type(value)",
                "        if type(value) is list:\n"
                "            value = low\n"
                "        if type(value)",
            ),
            shows=_is(200, *BAD),
        ),
        Mistake(
            "the row must have the values in the order of the limits, not of "
            "the request",
            ("[request[name] for name in limits]", "list(request.values())"),
            shows=_other_row,
        ),
        Mistake(
            "the message does not say which column to change",
            ('f"{name} must be from', 'f"must be from'),
            shows=_unnamed,
        ),
        Mistake(
            "the message names columns that are in order",
            (
                'f"{name} must be there, and be a number"',
                'f"send numbers for {list(limits)}: {name}"',
            ),
            shows=_names_others,
        ),
    ),
)
