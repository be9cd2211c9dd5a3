"""Requests to a service by kind; all but the first three are wrong."""

from typing import Any

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne")


def make_requests(
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


OBJECTS = ("a list", "a word", "nothing")
VALUES = ("text", "null", "true", "list", "nan", "infinite", "low", "high")
BAD = ("missing", "unknown", *OBJECTS, *VALUES)
