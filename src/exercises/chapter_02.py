"""Chapter 2: faults, copies, a cut in time, map, and a collator.

The shuffle buffer and the project, a table, are in files of their own.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_02_buffer import BUFFER
from exercises.chapter_02_table import TABLE
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
LONGEST = 8

# 2.1: the faults of a series


def _ask_faults(rng: np.random.Generator) -> Question:
    hours = rng.integers(1000) + np.arange(60)
    places = rng.permutation(np.arange(1, 59))
    kept = np.delete(hours, places[: rng.integers(3, 8)])
    again = rng.choice(kept, size=3, replace=False)
    repeats = np.repeat(again, [1, 1, int(rng.integers(2, 5))])
    return {"hours": rng.permutation(np.concatenate([kept, repeats]))}


def _faults(hours: Array, change: str = "") -> list[int]:
    different, counts = np.unique(hours, return_counts=True)
    span = int(different[-1] - different[0]) + 1
    found = len(hours) if change == "rows" else len(different)
    surplus = int((counts > 1).sum()) if change == "hours" else None
    if surplus is None:
        surplus = len(hours) - len(different)
    return [span - found - (change == "last"), surplus]


FAULTS = Exercise(
    key="2.1",
    section="02_datasets#the-others-a-look-each",
    hints=(
        "How many hours should there be, from the first to the last?",
        "An hour that stands there twice must not hide one that is absent: "
        "count hours and rows apart.",
        "Compare three numbers: the hours of the span (both ends belong to "
        "it), the different hours, and the rows.",
    ),
    ask=_ask_faults,
    expected=_faults,
    mistakes=(
        Mistake(
            "rows",
            "hours that stand there twice hide some of those that are missing",
            changed(_faults, "rows"),
        ),
        Mistake(
            "last hour",
            "the first and the last hour both belong to the span",
            changed(_faults, "last"),
        ),
        Mistake(
            "hours",
            "you count the hours that are repeated; count the rows to drop",
            changed(_faults, "hours"),
        ),
    ),
)

# 2.2: no text on both sides


def _ask_copies(rng: np.random.Generator) -> Question:
    words = ["good", "dull", "long", "warm", "odd", "bright"]
    texts = [f"a {one} film, a {other} end" for one in words for other in words]
    mixed = [texts[place] for place in rng.permutation(len(texts))]
    train = mixed[:12] + mixed[4:8] + mixed[20:24]
    return {
        "train": [train[place] for place in rng.permutation(20)],
        "test": mixed[16:24],
    }


def _copies(train: list[str], test: list[str], change: str = "") -> list[str]:
    seen = set() if change == "test" else set(test)
    if change == "both":
        seen |= {text for text in train if train.count(text) > 1}
    kept = [text for text in train if text not in seen]
    if change == "own":
        return kept
    kept = list(dict.fromkeys(kept))
    return sorted(kept) if change == "order" else kept


COPIES = Exercise(
    key="2.2",
    section="02_datasets#splits-and-labels",
    hints=(
        "Which of the two parts may you still change?",
        "A set knows quickly whether it has seen a text, but it forgets the "
        "order.",
        "Go through the training texts once; keep a text if it is neither "
        "among the test texts nor among those that you have kept.",
    ),
    ask=_ask_copies,
    expected=_copies,
    mistakes=(
        Mistake(
            "test copies",
            "texts of the test part are still there to be learned from",
            changed(_copies, "test"),
        ),
        Mistake(
            "own copies",
            "some texts still stand twice in what you return",
            changed(_copies, "own"),
        ),
        Mistake(
            "order lost",
            "the right texts, but no longer in the order of the data",
            changed(_copies, "order"),
        ),
        Mistake(
            "both thrown away",
            "of a text that stands twice one copy may stay",
            changed(_copies, "both"),
        ),
    ),
)

# 2.3: the planted leak: a series cut at random


def _ask_cut(rng: np.random.Generator) -> Question:
    hours = rng.permutation(np.arange(40) + rng.integers(1000))
    return {
        "hours": hours,
        "demand": (np.sin(hours / 4) + rng.normal(size=40)).astype("float32"),
        "held_out": int(rng.integers(8, 13)),
    }


def _cut(
    hours: Array, demand: Array, held_out: int, change: str = ""
) -> list[Array]:
    order = np.argsort(hours)
    if change == "as it comes":
        order = np.arange(len(hours))
    if change == "backwards":
        order = order[::-1]
    if change == "first":
        return [demand[order[held_out:]], demand[order[:held_out]]]
    if change == "unsorted":
        late = np.isin(np.arange(len(hours)), order[-held_out:])
        return [demand[~late], demand[late]]
    return [demand[order[:-held_out]], demand[order[-held_out:]]]


CUT = Exercise(
    key="2.3",
    section="02_datasets#a-split-that-leaks-and-the-score-that-it-fakes",
    hints=(
        "Could somebody have made this split on the last day of training?",
        "Neighbours in time resemble each other, so the cut has to be one "
        "moment; the rows do not come in order of time.",
        "Find the order in which the hours rise, put the demand into it, and "
        "cut once.",
    ),
    ask=_ask_cut,
    expected=_cut,
    mistakes=(
        Mistake(
            "as it comes",
            "the rows do not come in order of time",
            changed(_cut, "as it comes"),
        ),
        Mistake(
            "first hours",
            "the test part lies before the training part",
            changed(_cut, "first"),
        ),
        Mistake(
            "backwards",
            "time runs backwards in what you return",
            changed(_cut, "backwards"),
        ),
        Mistake(
            "unsorted",
            "the right rows in each part, but not in order of time",
            changed(_cut, "unsorted"),
        ),
    ),
)

# 2.4: a function for map(batched=True)


def _ask_map(rng: np.random.Generator) -> Question:
    words = np.array(
        [
            "a",
            "an",
            "the",
            "very",
            "dull",
            "long",
            "film",
            "plot",
            "cast",
            "ends",
            "well",
        ]
    )
    sizes = rng.permutation(np.append([3, 12], rng.integers(1, 15, size=9)))
    texts = [" ".join(rng.choice(words, size=size)) for size in sizes]
    return {"texts": texts, "rows": int(rng.integers(3, 6))}


def _use_map(answer: Any, texts: list[str], rows: int) -> Any:
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    table = Dataset.from_dict({"text": texts}).map(
        lambda batch: given(answer(batch)),
        batched=True,
        batch_size=rows,
        new_fingerprint="exercise",
    )
    return to_plain(table.to_dict())


def _tidy(texts: list[str], rows: int, change: str = "") -> Question:
    cut = [" ".join(text.split()[:LONGEST]) for text in texts]
    counted = cut if change == "late" else texts
    words = [len(text.split()) for text in counted]
    if change == "letters":
        cut = [text[:LONGEST] for text in texts]
    if change == "characters":
        words = [len(text) for text in texts]
    return {"text": texts if change == "uncut" else cut, "words": words}


MAP = Exercise(
    key="2.4",
    section="02_datasets#preprocessing-with-map",
    hints=(
        "What does the function get: one row, or a list of texts?",
        "It returns a dictionary of columns, one value for each row in each; "
        "a column with an old name replaces the old one.",
        "Split each text into words first; count them, then join the first "
        "eight again.",
    ),
    ask=_ask_map,
    use=_use_map,
    expected=_tidy,
    mistakes=(
        Mistake(
            "after the cut",
            "you count what is left; the words of the whole text were asked",
            changed(_tidy, "late"),
        ),
        Mistake(
            "letters",
            "the texts are cut after eight characters, not words",
            changed(_tidy, "letters"),
        ),
        Mistake(
            "not cut", "the texts are still whole", changed(_tidy, "uncut")
        ),
        Mistake(
            "characters",
            "the column holds numbers of characters, not of words",
            changed(_tidy, "characters"),
        ),
    ),
)

# 2.5: a collator


def _ask_collator(rng: np.random.Generator) -> Question:
    pad = int(rng.integers(1, 5))
    rows = []
    for size in rng.permutation([2, 5, 9, int(rng.integers(3, 8))]):
        ids = rng.integers(5, 30, size=size)
        ids[rng.integers(size)] = pad  # a real token may have this number
        rows.append({"input_ids": ids, "label": int(rng.integers(2))})
    rows[0]["input_ids"][-1] = pad
    return {"rows": rows, "pad": pad}


def _use_collator(answer: Any, rows: list[Any], pad: int) -> Any:
    import torch

    made = [{name: torch.as_tensor(row[name]) for name in row} for row in rows]
    return to_plain(answer(made, pad))


def _collated(rows: list[Any], pad: int, change: str = "") -> Question:
    texts = [row["input_ids"] for row in rows]
    width = max(map(len, texts))
    fill = 0 if change == "zero" else pad
    ids = np.full((len(rows), width), fill)
    mask = np.zeros((len(rows), width), dtype=int)
    for row, text in enumerate(texts):
        start = width - len(text) if change == "left" else 0
        ids[row, start : start + len(text)] = text
        mask[row, start : start + len(text)] = 1
    if change == "by number":
        mask = (ids != pad).astype(int)
    if change == "turned":
        mask = 1 - mask
    labels = np.array([row["label"] for row in rows])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


COLLATOR = Exercise(
    key="2.5",
    section="02_datasets#from-a-data-set-to-batches",
    hints=(
        "Can a real token have the number that you pad with?",
        "What is real follows from the lengths; the numbers do not tell.",
        "Pad the numbers, and pad a row of ones of the same length; PyTorch "
        "has a function that pads a list of tensors with a given value.",
    ),
    ask=_ask_collator,
    use=_use_collator,
    expected=_collated,
    mistakes=(
        Mistake(
            "mask by number",
            "the mask hides real tokens that have the number of the padding",
            changed(_collated, "by number"),
        ),
        Mistake(
            "zeros",
            "the texts are padded with zeros, not with the number given",
            changed(_collated, "zero"),
        ),
        Mistake(
            "left",
            "the padding stands in front of the texts",
            changed(_collated, "left"),
        ),
        Mistake(
            "mask turned",
            "the mask says 1 for padding; it must be 1 for what is real",
            changed(_collated, "turned"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (FAULTS, COPIES, CUT, MAP, COLLATOR, BUFFER, TABLE)
}
