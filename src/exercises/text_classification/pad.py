"""A batch of uneven texts."""

from typing import Any

import numpy as np

from exercises.text_classification.tokens import SEP, draw_text
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    limit = int(rng.integers(11, 15))
    short = rng.permutation([3, 4, limit - 4, limit - 2])
    long = rng.permutation([3, limit - 2, limit, limit + 1, limit + 6])
    return {
        "batches": [
            [draw_text(rng, int(n)) for n in row] for row in (short, long)
        ],
        "longest": limit,
    }


def _use(answer: Any, batches: Any, longest: int) -> Any:
    copies = [[list(row) for row in rows] for rows in batches]
    return [to_plain(given(answer(rows, longest))) for rows in copies]


def _expected(
    batches: list[list[list[int]]], longest: int
) -> list[list[Array]]:
    return [_pad_one(rows, longest) for rows in batches]


def _pad_one(rows: list[list[int]], longest: int) -> list[Array]:
    """Write the tokens into a table of zeros, one row after the other."""
    cut = [
        row if len(row) <= longest else [*row[: longest - 1], SEP]
        for row in rows
    ]
    width = max(map(len, cut))
    ids = np.zeros((len(cut), width), dtype=int)
    mask = np.zeros_like(ids)
    for n, row in enumerate(cut):
        ids[n, : len(row)] = row
        mask[n, : len(row)] = 1
    return [ids, mask]


EXERCISE = Exercise(
    section="from-text-to-tokens",
    hints=(
        "How wide must the table be, so that each text of this batch fits, "
        "and no more?",
        "First cut, then pad. A text that is cut still ends with [SEP]; the "
        "mask tells real tokens from filling.",
        "A text that is too long keeps one token less than it may have, and "
        "then gets its [SEP]. pad_sequence fills with zeros, and no real "
        "token has the number zero.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a text that was cut has lost its [SEP]",
            ("[*row[: longest - 1], 102]", "row[:longest]"),
        ),
        Mistake(
            "a text that was cut is one token too long",
            ("row[: longest - 1]", "row[:longest]"),
        ),
        Mistake(
            "long texts are not cut", ("[*row[: longest - 1], 102]", "row")
        ),
        Mistake(
            "a batch of short texts is padded further than its longest text",
            (
                "        for row in rows\n    ]",
                "        for row in rows\n"
                "    ]\n"
                "    cut = [row + [0] * (longest - len(row)) for row in cut]",
            ),
        ),
        Mistake(
            "the padding stands in front of the texts: the places of all "
            "words are moved",
            ("batch_first=True", 'True, 0, "left"'),
        ),
        Mistake(
            "the mask says that padding is real",
            ("(ids != 0).long()", "torch.ones_like(ids)"),
        ),
        Mistake("the mask is the wrong way round", ("ids != 0", "ids == 0")),
    ),
    rounds=2,
)
