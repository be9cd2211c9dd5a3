"""Which of the exported models are right."""

from typing import Any

import numpy as np

from exercises.production.programs import (
    KINDS,
    ROWS,
    FixedSizeError,
    make_program,
)
from grading.adapters import given
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    x = rng.normal(size=(ROWS, 6)).clip(-1.9, 1.9)
    x[int(rng.integers(20, 50)), 0] = 4.0  # one row is not like the others
    return {
        "kinds": [str(kind) for kind in rng.permutation(KINDS)],
        "x": x.astype("float32"),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, kinds: list[str], x: Array, seed: int) -> Any:
    import torch
    from torch import nn

    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(6, 16), nn.ReLU(), nn.BatchNorm1d(16), nn.Linear(16, 3)
    ).eval()
    found: list[bool | str] = []
    with torch.no_grad():
        for kind in kinds:
            program, rows = make_program(model, kind), torch.tensor(x)
            try:
                found.append(bool(given(answer(model, program, rows))))
            except FixedSizeError:
                found.append("stopped")
    return found


def _believed(reply: Any, kinds: list[str], *asked: str) -> bool:
    """Tell whether a model of one of these kinds is called right."""
    return any(reply[kinds.index(kind)] is True for kind in asked)


def _believes(*asked: str) -> Any:
    """Return a test of a reply, for one of these wrong kinds."""
    return lambda reply, kinds, **_: _believed(reply, kinds, *asked)


CLOSE = "((scores - wanted).abs() < 1e-5).all()"

EXERCISE = Exercise(
    section="export-a-model-without-its-python-code",
    hints=(
        "On which inputs have you compared, and with how many rows at a time?",
        "Compare scores, not labels, with a tolerance for rounding, on all "
        "rows; then on batches of other sizes, a single row among them.",
        "For sizes such as 1, 7 and all: the same shape, and every difference "
        "below the limit. A comparison with nan is never true: ask whether "
        "all are close, not whether some are far. An error is a no.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "an exported model that raises an error stops your test, where it "
            "should have failed it",
            ("except RuntimeError", "except TypeError"),
            shows=lambda reply, **_: "stopped" in reply,
        ),
        Mistake(
            "no model is refused",
            ("    for size in", "    return True\n    for size in"),
            shows=lambda reply, **_: all(reply),
        ),
        Mistake(
            "every model is refused",
            ("    for size in", "    return False\n    for size in"),
            shows=lambda reply, **_: not any(reply),
        ),
        Mistake(
            "a model that only rounds otherwise is refused",
            ("((scores - wanted).abs() < 1e-5)", "(scores == wanted)"),
            shows=lambda reply, kinds, **_: (
                not _believed(reply, kinds, "rounded")
            ),
        ),
        Mistake(
            "a model that says the same is refused",
            ("if not ((", "if (scores == wanted).all() or not (("),
            shows=lambda reply, kinds, **_: not _believed(reply, kinds, "same"),
        ),
        Mistake(
            "a model is believed that works for one number of rows only",
            ("(1, 7, len(x))", "(len(x),)"),
            shows=_believes("fixed"),
        ),
        Mistake(
            "a model is believed that gives another shape for a single row",
            ("(1, 7, len(x))", "(7, len(x))"),
            shows=_believes("single"),
        ),
        Mistake(
            "a model is believed whose scores are others, though the labels "
            "are the same",
            (CLOSE, "(scores.argmax(dim=-1) == wanted.argmax(dim=-1)).all()"),
            shows=_believes("louder"),
        ),
        Mistake(
            "a model is believed that computes with far fewer digits: the "
            "limit is too generous",
            ("1e-5", "1e-2"),
            shows=_believes("half"),
        ),
        Mistake(
            "a model is believed that is wrong in one of all rows",
            ("x.split(size)", "x[:10].split(size)"),
            shows=_believes("rare"),
        ),
        Mistake(
            "a model is believed that says nan: nothing is greater than nan",
            (
                "not ((scores - wanted).abs() < 1e-5).all()",
                "(scores - wanted).abs().max() > 1e-5",
            ),
            shows=_believes("nan"),
        ),
        Mistake(
            "a model is believed in which a row's scores depend on the rows "
            "that come with it",
            ("wanted).abs()", "wanted).mean(dim=0).abs()"),
            shows=_believes("lively"),
        ),
    ),
)
