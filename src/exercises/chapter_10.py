"""Chapter 10: codes, embeddings, bins, thresholds, groups, a small project.

The references are written in NumPy and plain Python, or are scikit-learn's.
"""

from collections import Counter
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_10_choices import (
    PREPARE,
    PROJECT,
    RATES,
    THRESHOLD,
)
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


# 10.1: numbers for levels

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne")


def _ask_codes(rng: np.random.Generator) -> Question:
    levels = ["".join(rng.choice(SYLLABLES, size=3)) for _ in range(8)]
    shares = rng.permutation([0.26, 0.2, 0.16, 0.12, 0.1, 0.08, 0.05, 0.03])
    train = list(rng.choice(levels, p=shares, size=80)) + [None] * 6
    new = [*levels, "zzz", "aaa", None, *rng.choice(levels, size=4)]
    return {
        "train": [train[n] for n in rng.permutation(len(train))],
        "new": [new[n] for n in rng.permutation(len(new))],
        "min_count": int(rng.integers(6, 10)),
    }


def _codes(
    train: list[str | None],
    new: list[str | None],
    min_count: int,
    change: str = "",
) -> list[int]:
    counts = Counter(level for level in train if level is not None)
    if change == "new":
        counts.update(level for level in new if level is not None)
    least = 1 if change == "rare" else min_count
    kept = sorted(level for level, n in counts.items() if n >= least)
    if change == "frequent":
        kept = [k for k, n in counts.most_common() if n >= least]
    numbers: dict[str | None, int] = {k: n for n, k in enumerate(kept, 2)}
    numbers[None] = 0 if change == "missing" else 1
    return [numbers.get(level, 0) for level in new]


CODES = Exercise(
    key="10.1",
    section="10_tabular#categories-become-numbers-and-some-levels-are-new",
    hints=(
        "Which rows may you look at to learn the levels?",
        "Two numbers are kept back: one for what training cannot teach, one "
        "for gaps.",
        "Count the levels of train without None, keep the frequent ones in "
        "the order of the alphabet, number them from 2 on, and look up new "
        "with 0 as the answer for what is not found.",
    ),
    ask=_ask_codes,
    use=lambda answer, **q: [int(code) for code in given(answer(*q.values()))],
    expected=_codes,
    mistakes=(
        Mistake(
            "fitted on new",
            "the new rows were looked at when the levels were counted",
            changed(_codes, "new"),
        ),
        Mistake(
            "rare kept",
            "a rare level has a number of its own, with too few rows to learn",
            changed(_codes, "rare"),
        ),
        Mistake(
            "missing is unseen",
            "a gap has the number of unseen levels: what it says is lost",
            changed(_codes, "missing"),
        ),
        Mistake(
            "by frequency",
            "the levels are numbered in another order than the alphabet's",
            changed(_codes, "frequent"),
        ),
    ),
)

# 10.2: fusion


def _ask_fusion(rng: np.random.Generator) -> Question:
    rows = int(rng.integers(5, 9))
    sizes = rng.integers(4, 7, size=3)
    dims = rng.integers(2, 5, size=3)
    return {
        "x_num": rng.normal(size=(rows, 2)).astype("float32"),
        "x_cat": rng.integers(0, sizes, size=(rows, 3)),
        "tables": [
            rng.normal(size=(size, dim)).astype("float32")
            for size, dim in zip(sizes, dims, strict=True)
        ],
    }


def _use_fusion(answer: Any, x_num: Array, x_cat: Array, tables: Any) -> Any:
    import torch

    layers = [torch.nn.Embedding(*table.shape) for table in tables]
    for layer, table in zip(layers, tables, strict=True):
        layer.load_state_dict({"weight": torch.tensor(table)})
    reply = answer(
        to_tensor(x_num), to_tensor(x_cat), torch.nn.ModuleList(layers)
    )
    return to_plain(given(reply))


def _fusion(
    x_num: Array, x_cat: Array, tables: list[Array], change: str = ""
) -> Array:
    vectors = [table[x_cat[:, k]] for k, table in enumerate(tables)]
    if change == "numbers":
        vectors = [x_cat]
    if change == "one table":
        table = tables[0]
        vectors = [table[x_cat[:, k] % len(table)] for k in range(3)]
    if change == "no numbers":
        return np.concatenate(vectors, axis=1)
    parts = [*vectors, x_num] if change == "last" else [x_num, *vectors]
    return np.concatenate(parts, axis=1)


FUSION = Exercise(
    key="10.2",
    section="10_tabular#fusion-one-network-for-numbers-and-categories",
    hints=(
        "What does the first linear layer read: how many numbers a row?",
        "Each column of x_cat has a table of its own, which turns "
        "(batch,) into (batch, size of the vector).",
        "Look up column after column, each in the table of the same place, "
        "and write the numbers and all vectors behind each other.",
    ),
    ask=_ask_fusion,
    use=_use_fusion,
    expected=_fusion,
    mistakes=(
        Mistake(
            "codes as numbers",
            "the numbers of the levels go in as they are: 6 is not twice 3",
            changed(_fusion, "numbers"),
        ),
        Mistake(
            "no numbers",
            "the numerical columns are lost",
            changed(_fusion, "no numbers"),
        ),
        Mistake(
            "numbers last",
            "the parts are in another order: the numbers come first",
            changed(_fusion, "last"),
        ),
        Mistake(
            "one table",
            "all columns are looked up in the first table",
            changed(_fusion, "one table"),
        ),
    ),
)

# 10.3: shapes and weights


def _ask_weights(rng: np.random.Generator) -> Question:
    return {
        "numbers": int(rng.integers(2, 9)),
        "levels": [int(n) for n in rng.integers(2, 29, size=3)]
        + [int(rng.integers(50, 90))],
        "hidden": int(rng.integers(10, 99)),
    }


def _weights(
    numbers: int, levels: list[int], hidden: int, change: str = ""
) -> dict[str, int]:
    rows = [n if change == "not reserved" else n + 2 for n in levels]
    limit = 10**6 if change == "no limit" else 16
    dims = [min(limit, (n + 1) // 2) for n in rows]
    width = numbers + (len(dims) if change == "codes" else sum(dims))
    biases = 0 if change == "no bias" else hidden + 1
    return {
        "width": width,
        "embeddings": sum(n * d for n, d in zip(rows, dims, strict=True)),
        "layers": width * hidden + hidden + biases,
    }


WEIGHTS = Exercise(
    key="10.3",
    section="10_tabular#embeddings-a-vector-for-each-level",
    hints=(
        "Draw the network: what goes in, what comes out of each table?",
        "A table is rows times size of the vector; its rows are more than "
        "the known levels.",
        "Two more rows than levels; half of the rows, rounded up, but at most "
        "sixteen; a linear layer has a weight for each pair and a bias for "
        "each output.",
    ),
    ask=_ask_weights,
    use=lambda answer, **q: to_plain(given(answer(*q.values()))),
    expected=_weights,
    mistakes=(
        Mistake(
            "reserved rows",
            "the numbers that are kept back need rows in the tables, too",
            changed(_weights, "not reserved"),
        ),
        Mistake(
            "no limit",
            "the vectors of the column with many levels are too long",
            changed(_weights, "no limit"),
        ),
        Mistake(
            "no bias",
            "'layers': a linear layer has more than the weights of the pairs",
            changed(_weights, "no bias"),
        ),
        Mistake(
            "codes",
            "'width': a category takes as many places as its vector is long",
            changed(_weights, "codes"),
        ),
    ),
)

# 10.4: piecewise-linear encoding


def _ask_bins(rng: np.random.Generator) -> Question:
    edges = np.cumsum(rng.uniform(1, 9, size=int(rng.integers(4, 8))))
    x = rng.uniform(edges[0] - 2, edges[-1] + 2, size=12)
    x[:3] = edges[0] - 1, edges[-1] + 1, edges[2]
    return {"x": x, "edges": edges}


def _bins(x: Array, edges: Array, change: str = "") -> Array:
    filled: Array = (x[:, None] - edges[:-1]) / np.diff(edges)
    if change == "not clipped":
        return filled
    if change == "below":
        return np.minimum(filled, 1)
    if change == "steps":
        return (filled >= 1).astype(float)
    if change == "one bin":
        return ((filled >= 0) & (filled < 1)).astype(float)
    if change == "equal":
        width = (edges[-1] - edges[0]) / (len(edges) - 1)
        filled = (x[:, None] - edges[:-1]) / width
    return filled.clip(0, 1)


BINS = Exercise(
    key="10.4",
    section="10_tabular#piecewise-linear-encoding",
    hints=(
        "How full is a bin whose lower edge is above the number?",
        "Think of a thermometer: full, filled in proportion, empty.",
        "Put the numbers in a column and the lower edges in a row, subtract, "
        "divide by the width of each bin, and keep the result in [0, 1].",
    ),
    ask=_ask_bins,
    expected=_bins,
    mistakes=(
        Mistake(
            "not clipped",
            "a bin is never more than full, nor less than empty",
            changed(_bins, "not clipped"),
        ),
        Mistake(
            "below zero",
            "bins above the number must be empty, yours are below zero",
            changed(_bins, "below"),
        ),
        Mistake(
            "steps",
            "the bin in which the number lies is not filled in proportion",
            changed(_bins, "steps"),
        ),
        Mistake(
            "one bin",
            "that only says which bin it is; the bins below are full, too",
            changed(_bins, "one bin"),
        ),
        Mistake(
            "equal widths",
            "each bin has a width of its own",
            changed(_bins, "equal"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        CODES,
        FUSION,
        WEIGHTS,
        BINS,
        PREPARE,
        THRESHOLD,
        RATES,
        PROJECT,
    )
}
