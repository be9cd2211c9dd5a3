"""Project: a table made of numbers."""

from typing import Any

import numpy as np

from exercises.data.census import (
    ROWS,
    baseline,
    linear_accuracy,
    scaled,
    tables,
)
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Reply = dict[str, Any]
FEW = 12
MARGIN = 0.015


def _ask(rng: np.random.Generator) -> Question:
    return {
        "names": [f"column {place}" for place in rng.permutation(14)],
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, names: list[str], seed: int) -> Any:
    import torch

    train, test = tables(names, seed)
    to_numbers = given(answer(train))
    found = {
        "train": given(to_numbers(train)),
        "test": given(to_numbers(test)),
        "few": given(to_numbers(test.select(range(FEW)))),
    }
    return to_plain(
        {name: torch.as_tensor(x).float() for name, x in found.items()}
    )


def _no_table(reply: Any, names: list[str], seed: int) -> bool:
    shapes = [reply[name].shape for name in ("train", "test", "few")]
    rows = [shape[0] for shape in shapes]
    widths = {shape[1] for shape in shapes}
    return rows != [ROWS, ROWS, FEW] or len(widths) != 1


def _not_finite(reply: Reply, names: list[str], seed: int) -> bool:
    return not all(np.isfinite(reply[name]).all() for name in reply)


def _by_others(reply: Reply, names: list[str], seed: int) -> bool:
    """Tell whether a row's numbers change with the rows around it."""
    few = reply["test"][:FEW]
    return not np.allclose(few, reply["few"], 1e-3, 1e-4, equal_nan=True)


def _not_better(reply: Reply, names: list[str], seed: int) -> bool:
    accuracy = linear_accuracy(reply["train"], reply["test"], seed)
    return accuracy <= baseline(seed) + MARGIN


def _would_be_better(reply: Reply, names: list[str], seed: int) -> bool:
    if not _not_better(reply, names, seed):
        return False
    tables = scaled(reply["train"], reply["test"])
    return linear_accuracy(*tables, seed) > baseline(seed) + MARGIN


EXERCISE = Exercise(
    section="preprocessing-that-is-fitted",
    hints=(
        "Which columns hold words, and how can a program find out?",
        "A column of words becomes one column per word, 1 where the row has it "
        "and 0 elsewhere (one-hot encoding); amounts need one scale.",
        "From the training rows keep the values of each column of words, and "
        "mean and standard deviation of each column of amounts. Use these.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "each table must become (rows, features), with the same number of "
            "features for all",
            (
                "for word in known[name]]",
                "for word in range(len(values) % 3990)]",
            ),
            (
                "torch.cat([column(table, n) for n in known], dim=1)",
                "column(table, sorted(known)[0])[:, 0]",
            ),
            shows=_no_table,
        ),
        Mistake(
            "what a row becomes depends on the rows around it; what is "
            "learned has to come from the training rows",
            ("torch.tensor(train[name][:])", "torch.tensor(values)"),
            shows=_by_others,
        ),
        Mistake(
            "there are nan or infinite values left",
            ("/ amounts.std()", "/ amounts.median().sub(37)"),
            shows=_not_finite,
        ),
        Mistake(
            "large amounts drown the other columns: bring all to one scale",
            ("scaled[:, None]", "torch.tensor(values)[:, None]"),
            shows=_would_be_better,
        ),
        Mistake(
            "the columns of numbers alone do as well: use the words too",
            ("torch.tensor(hits).float()", "torch.zeros(len(hits), 1)"),
            (
                "torch.tensor(hits).float()",
                "torch.tensor(hits).float().argmax(1, True) / 5",
            ),
            shows=_not_better,
        ),
    ),
    rounds=1,
)
