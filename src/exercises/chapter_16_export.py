"""Exercise 16.5: the test of an exported model against the original.

Some of the exported models are right, the others wrong in ways of their own.
"""

from typing import Any

import numpy as np

from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
KINDS = (
    "same",
    "rounded",
    "fixed",
    "single",
    "half",
    "louder",
    "rare",
    "nan",
    "lively",
)
ROWS = 60


class FixedSizeError(RuntimeError):
    """An exported model insists on the number of rows of its example."""


def _ask_export(rng: np.random.Generator) -> Question:
    x = rng.normal(size=(ROWS, 6)).clip(-1.9, 1.9)
    x[int(rng.integers(20, 50)), 0] = 4.0  # one row is not like the others
    return {
        "kinds": [str(kind) for kind in rng.permutation(KINDS)],
        "x": x.astype("float32"),
        "seed": int(rng.integers(10**6)),
    }


def _program(model: Any, kind: str) -> Any:
    """Return an exported model: (batch, 6) -> (batch, 3)."""
    import torch

    def run(x: Any) -> Any:
        if kind == "fixed" and len(x) != ROWS:
            raise FixedSizeError(f"the input must have {ROWS} rows")
        scores = model(x.clamp(max=2) if kind == "rare" else x)
        if kind == "single" and len(x) == 1:
            return scores[0]
        if kind == "rounded":
            noise = torch.arange(scores.numel()).view_as(scores).cos()
            return scores + 3e-7 * noise
        if kind == "nan":
            return scores.masked_fill(x[:, :1] > 2, float("nan"))
        if kind == "lively":
            return scores + 0.1 * (x - x.mean(dim=0))[:, :3]
        changes = {
            "half": lambda s: s.bfloat16().float(),
            "louder": lambda s: 1.05 * s,
        }
        return changes.get(kind, lambda s: s)(scores)

    return run


def _use_export(answer: Any, kinds: list[str], x: Array, seed: int) -> Any:
    import torch
    from torch import nn

    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(6, 16), nn.ReLU(), nn.BatchNorm1d(16), nn.Linear(16, 3)
    ).eval()
    found: list[bool | str] = []
    with torch.no_grad():
        for kind in kinds:
            program, rows = _program(model, kind), torch.tensor(x)
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


EXPORT = Exercise(
    key="16.5",
    section="16_production#export-a-model-without-its-python-code",
    hints=(
        "On which inputs have you compared, and with how many rows at a time?",
        "Compare scores, not labels, with a tolerance for rounding, on all "
        "rows; then on batches of other sizes, a single row among them.",
        "For sizes such as 1, 7 and all: the same shape, and every difference "
        "below the limit. A comparison with nan is never true: ask whether "
        "all are close, not whether some are far. An error is a no.",
    ),
    ask=_ask_export,
    use=_use_export,
    mistakes=(
        Mistake(
            "stopped",
            "an exported model that raises an error stops your test, where it "
            "should have failed it",
            lambda reply, **_: "stopped" in reply,
        ),
        Mistake("never", "no model is refused", lambda reply, **_: all(reply)),
        Mistake(
            "always",
            "every model is refused",
            lambda reply, **_: not any(reply),
        ),
        Mistake(
            "exact",
            "a model that only rounds otherwise is refused",
            lambda reply, kinds, **_: not _believed(reply, kinds, "rounded"),
        ),
        Mistake(
            "refused",
            "a model that says the same is refused",
            lambda reply, kinds, **_: not _believed(reply, kinds, "same"),
        ),
        Mistake(
            "one size",
            "a model is believed that works for one number of rows only",
            _believes("fixed"),
        ),
        Mistake(
            "no single row",
            "a model is believed that gives another shape for a single row",
            _believes("single"),
        ),
        Mistake(
            "labels",
            "a model is believed whose scores are others, though the labels "
            "are the same",
            _believes("louder"),
        ),
        Mistake(
            "loose",
            "a model is believed that computes with far fewer digits: the "
            "limit is too generous",
            _believes("half"),
        ),
        Mistake(
            "few",
            "a model is believed that is wrong in one of all rows",
            _believes("rare"),
        ),
        Mistake(
            "nan",
            "a model is believed that says nan: nothing is greater than nan",
            _believes("nan"),
        ),
        Mistake(
            "row by row",
            "a model is believed in which a row's scores depend on the rows "
            "that come with it",
            _believes("lively"),
        ),
    ),
)
