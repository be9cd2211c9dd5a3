"""Fusion."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, x_num: Array, x_cat: Array, tables: Any) -> Any:
    import torch

    layers = [torch.nn.Embedding(*table.shape) for table in tables]
    for layer, table in zip(layers, tables, strict=True):
        layer.load_state_dict({"weight": torch.tensor(table)})
    reply = answer(
        to_tensor(x_num), to_tensor(x_cat), torch.nn.ModuleList(layers)
    )
    return to_plain(given(reply))


def _expected(x_num: Array, x_cat: Array, tables: list[Array]) -> Array:
    vectors = [table[x_cat[:, k]] for k, table in enumerate(tables)]
    parts = [x_num, *vectors]
    return np.concatenate(parts, axis=1)


EXERCISE = Exercise(
    section="fusion-one-network-for-numbers-and-categories",
    hints=(
        "What does the first linear layer read: how many numbers a row?",
        "Each column of x_cat has a table of its own, which turns "
        "(batch,) into (batch, size of the vector).",
        "Look up column after column, each in the table of the same place, "
        "and write the numbers and all vectors behind each other.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the numbers of the levels go in as they are: 6 is not twice 3",
            ("[x_num, *vectors]", "[x_num, x_cat]"),
        ),
        Mistake(
            "the numerical columns are lost", ("[x_num, *vectors]", "vectors")
        ),
        Mistake(
            "the parts are in another order: the numbers come first",
            ("[x_num, *vectors]", "[*vectors, x_num]"),
        ),
        Mistake(
            "all columns are looked up in the first table",
            (
                "table(x_cat[:, k])",
                "tables[0](x_cat[:, k] % len(tables[0].weight))",
            ),
        ),
    ),
)
