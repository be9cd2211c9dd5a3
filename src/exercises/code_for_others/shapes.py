"""A message that names both shapes."""

import re
from typing import Any

import numpy as np

from grading.adapters import Array, given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

WRONG_Y, WRONG_SCORES = ("column", "row", "one", "short"), ("flat", "deep")


def _ask(rng: np.random.Generator) -> Question:
    batch, classes = rng.choice(np.arange(4, 10), size=2, replace=False)
    scores = rng.normal(size=(batch, classes)).astype("float32")
    chosen = rng.permutation(batch) < batch // 2
    best = scores.argmax(axis=1)
    return {"scores": scores, "y": np.where(chosen, best, (best + 1) % 3)}


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


def _use(answer: Any, scores: Array, y: Array) -> Any:
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


def _other_accuracy(reply: Any, scores: Array, y: Array) -> bool:
    wanted = (scores.argmax(axis=1) == y).mean()
    return bool(reply["good"][0] or abs(reply["good"][1] - wanted) > 1e-4)


def _raises(*kinds: str, cases: tuple[str, ...]) -> Any:
    """Return a test: whether one of these cases raises one of these kinds."""
    return lambda reply, **_: any(reply[case][0] in kinds for case in cases)


def _says(message: str, shape: tuple[int, ...]) -> bool:
    """Tell whether a shape is in a message, as a tuple or in brackets."""
    numbers = ", ?".join(str(size) for size in shape)
    return bool(re.search(rf"[\[(]{numbers},?[\])]", message))


def _without_got(reply: Any, **question: Array) -> bool:
    pairs = _cases(**question)
    wrong = [(case, pairs[case][0]) for case in WRONG_SCORES]
    wrong += [(case, pairs[case][1]) for case in WRONG_Y]
    return not all(_says(reply[case][1], x.shape) for case, x in wrong)


def _without_wanted(reply: Any, y: Array, **_: Any) -> bool:
    scores = all("(batch, classes)" in reply[c][1] for c in WRONG_SCORES)
    return not (scores and all(_says(reply[c][1], y.shape) for c in WRONG_Y))


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
    use=_use,
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
            shows=_without_got,
        ),
        Mistake(
            "a message does not say which shape is wanted",
            ("({len(scores)},)", "(batch,)"),
            ("(batch, classes)", "a matrix"),
            shows=_without_wanted,
        ),
    ),
)
