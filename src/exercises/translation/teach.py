"""Teacher forcing."""

from typing import Any

import numpy as np

from exercises.translation.sentences import BEGIN, END, PAD, WORDS
from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    y = np.full((5, 9), PAD)
    for row, length in enumerate([*rng.integers(2, 7, size=4), 7]):
        words = rng.integers(4, WORDS, size=length)
        y[row, : length + 2] = [BEGIN, *words, END]
    table = rng.normal(size=(WORDS, WORDS)).astype("float32")
    return {"y": y, "table": 2 * table}


def _use(answer: Any, y: Array, table: Array) -> Any:
    scores = to_tensor(table)
    loss, count = given(answer(lambda tokens: scores[tokens], to_tensor(y)))
    return {"loss": float(loss), "count": int(count)}


def _expected(y: Array, table: Array) -> dict[str, Any]:
    losses = []
    for row in y.tolist():
        told, wanted = row[:-1], row[1:]
        for one, two in zip(told, wanted, strict=True):
            if two != PAD:
                scores = table[one].astype(float)
                losses.append(np.log(np.exp(scores).sum()) - scores[two])
    return {"loss": float(np.mean(losses)), "count": len(losses)}


EXERCISE = Exercise(
    section="an-encoder-a-decoder-and-attention-between-them",
    hints=(
        "Write a sentence of three tokens twice, one row moved by one. What is "
        "told, and what is wanted?",
        "From every token the next one is to be said. The last one is never "
        "told, the first one never wanted.",
        "Cut off the last column for the decoder and the first for the "
        "targets; the loss can ignore one number, which is that of padding.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the decoder is told the very token that it is asked for",
            (
                "    wanted = y[:, 1:]\n    scores = decode(y[:, :-1])",
                "    wanted = y\n    scores = decode(y)",
            ),
        ),
        Mistake(
            "the decoder is told the next token and asked for the one before",
            (
                "    wanted = y[:, 1:]\n    scores = decode(y[:, :-1])",
                "    wanted = y[:, :-1]\n    scores = decode(y[:, 1:])",
            ),
        ),
        Mistake(
            "padding is asked for as if it were a word",
            (
                ", ignore_index=0)\n    return loss, (wanted != 0).sum()",
                ")\n    return loss, wanted.numel()",
            ),
        ),
        Mistake(
            "the loss is right, but the count takes padding for words",
            ("(wanted != 0).sum()", "wanted.numel()"),
        ),
        Mistake(
            "the loss is a sum, not the mean of the tokens that count",
            ("ignore_index=0", "ignore_index=0, reduction='sum'"),
        ),
    ),
)
