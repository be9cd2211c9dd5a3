"""A collator whose mask can be trusted."""

from typing import Any

import numpy as np

from grading.adapters import to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    pad = int(rng.integers(1, 5))
    rows = []
    for size in rng.permutation([2, 5, 9, int(rng.integers(3, 8))]):
        ids = rng.integers(5, 30, size=size)
        ids[rng.integers(size)] = pad  # a real token may have this id
        rows.append({"input_ids": ids, "label": int(rng.integers(2))})
    rows[0]["input_ids"][-1] = pad
    return {"rows": rows, "pad": pad}


def _use(answer: Any, rows: list[Any], pad: int) -> Any:
    import torch

    made = [{name: torch.as_tensor(row[name]) for name in row} for row in rows]
    return to_plain(answer(made, pad))


def _expected(rows: list[Any], pad: int) -> Question:
    texts = [row["input_ids"] for row in rows]
    width = max(map(len, texts))
    ids = np.full((len(rows), width), pad)
    mask = np.zeros((len(rows), width), dtype=int)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    labels = np.array([row["label"] for row in rows])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


EXERCISE = Exercise(
    section="from-a-data-set-to-batches",
    hints=(
        "Can a real token have the id that you pad with?",
        "What is real follows from the number of tokens of each text; the ids "
        "do not say it.",
        "Pad the ids, and pad a row of as many ones; PyTorch has a function "
        "that pads a list of tensors with a given value.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the mask hides real tokens that have the id of the padding",
            (
                "pad_sequence(real, batch_first=True)",
                "(pad_sequence(ids, batch_first=True, padding_value=pad) "
                "!= pad)",
            ),
        ),
        Mistake(
            "the texts are padded with zeros, not with the id given",
            (", padding_value=pad", ""),
        ),
        Mistake(
            "the padding comes before the texts, not after them",
            ("batch_first=True", 'batch_first=True, padding_side="left"'),
        ),
        Mistake(
            "the mask says 1 for padding; it must be 1 for what is real",
            (
                "pad_sequence(real, batch_first=True)",
                "1 - pad_sequence(real, batch_first=True)",
            ),
        ),
    ),
)
