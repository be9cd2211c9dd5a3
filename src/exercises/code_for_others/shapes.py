"""A message that names both shapes."""

from typing import Any

import numpy as np

from exercises.code_for_others.shape_cases import (
    WRONG_SCORES,
    WRONG_Y,
    try_each,
    without_got,
    without_wanted,
)
from grading.adapters import Array
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch, classes = rng.choice(np.arange(4, 10), size=2, replace=False)
    scores = rng.normal(size=(batch, classes)).astype("float32")
    chosen = rng.permutation(batch) < batch // 2
    best = scores.argmax(axis=1)
    return {"scores": scores, "y": np.where(chosen, best, (best + 1) % 3)}


def _other_accuracy(reply: Any, scores: Array, y: Array) -> bool:
    wanted = (scores.argmax(axis=1) == y).mean()
    return bool(reply["good"][0] or abs(reply["good"][1] - wanted) > 1e-4)


def _raises(*kinds: str, cases: tuple[str, ...]) -> Any:
    """Return a test: whether one of these cases raises one of these kinds."""
    return lambda reply, **_: any(reply[case][0] in kinds for case in cases)


def _begins_otherwise(reply: Any, **_: Any) -> bool:
    starts = dict.fromkeys(WRONG_Y, "y ") | dict.fromkeys(
        WRONG_SCORES, "scores "
    )
    return not all(reply[c][1].startswith(one) for c, one in starts.items())


EXERCISE = Exercise(
    section="check-what-callers-give-you",
    hints=(
        "Which shapes of y does == accept, and what does it make of them?",
        "Check scores first: the shape of y that you want follows from it. "
        "Then compare whole shapes, not only their lengths.",
        "The shape of y must be that of scores without its last dimension. "
        "Turn a shape into a tuple to print it.",
    ),
    ask=_ask,
    use=try_each,
    mistakes=(
        Mistake(
            "with right shapes, it must return the accuracy, and it does not",
            (".mean()", ".sum()"),
            ("argmax(dim=1)", "argmax(dim=0)"),
            shows=_other_accuracy,
        ),
        Mistake(
            "a y of another shape than (batch,) gets through, or fails "
            "somewhere inside",
            ("y.shape != scores.shape[:1]", "len(y) != len(scores)"),
            ("y.shape != scores.shape[:1]", "y.ndim != 1"),
            shows=_raises("", "RuntimeError", "IndexError", cases=WRONG_Y),
        ),
        Mistake(
            "scores that are not (batch, classes) get through, or fail "
            "somewhere inside",
            ("scores.ndim != 2", "scores.ndim > 2"),
            ("scores.ndim != 2", "scores.ndim < 2"),
            shows=_raises("", "RuntimeError", "IndexError", cases=WRONG_SCORES),
        ),
        Mistake(
            "the error is no ValueError; an assert may be switched off",
            ("raise ValueError(", "raise AssertionError("),
            shows=lambda reply, **_: any(
                reply[case][0] != "ValueError"
                for case in WRONG_Y + WRONG_SCORES
            ),
        ),
        Mistake(
            "a message does not begin with the argument that is wrong",
            ('f"y must', 'f"The targets must'),
            shows=lambda reply, **_: (
                not (
                    all(reply[case][1].startswith("y ") for case in WRONG_Y)
                    and all(
                        reply[case][1].startswith("scores ")
                        for case in WRONG_SCORES
                    )
                )
            ),
        ),
        Mistake(
            "a message does not say which shape the argument has",
            (", got {tuple(y.shape)}", ""),
            ("{tuple(scores.shape)}", "{scores.ndim} dimensions"),
            shows=without_got,
        ),
        Mistake(
            "a message does not say which shape is wanted",
            ("({len(scores)},)", "(batch,)"),
            ("(batch, classes)", "a matrix"),
            shows=without_wanted,
        ),
    ),
)
