"""Rows for each process."""

import pickle
import random
from typing import Any

import numpy as np

from exercises.production.batches import (
    CALLS,
    any_call,
    first_batches,
    has_other_sizes,
    is_doubled,
    is_missing,
    whole,
)
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch = int(rng.integers(9, 15))
    return {
        "rows": int(rng.integers(3, 5)) * batch + 1,
        "batch": batch,
        "processes": int(rng.integers(2, 5)),
        "epoch": int(rng.integers(0, 5)),
        "seed": int(rng.integers(1000)),
    }


def _use(
    answer: Any, rows: int, batch: int, processes: int, epoch: int, seed: int
) -> Any:
    """Let every process ask for its rows, each with other random numbers."""
    import torch

    calls = ((epoch, seed), (epoch + 1, seed), (epoch, seed + 1000))
    found: dict[str, Any] = {}
    disturbs = False
    for name, (number, start) in zip(CALLS, calls, strict=True):
        parts = []
        for rank in range(processes):
            torch.manual_seed(1 + rank + seed)
            np.random.seed(1 + rank + seed)
            random.seed(1 + rank + seed)
            before = _own_numbers()
            part = answer(rows, batch, number, start, rank, processes)
            disturbs |= _own_numbers() != before
            parts.append([whole(some) for some in given(part)])
        found[name] = parts
    return {**found, "disturbs": disturbs}


def _own_numbers() -> tuple[bytes, bytes, object]:
    """Return the states of the random numbers that a process has."""
    import torch

    of_torch = torch.get_rng_state().numpy().tobytes()
    of_numpy = pickle.dumps(np.random.get_state(legacy=False))
    return of_torch, of_numpy, random.getstate()


PART = "[part[rank::processes] for part in order.split(batch)]"

EXERCISE = Exercise(
    section="the-same-script-more-processes",
    hints=(
        "Write down for two processes who gets which of seven rows, in "
        "batches of three.",
        "All draw the same order, from a generator of their own that depends "
        "on seed and epoch alone; each cuts it into the same batches and "
        "takes its part of each.",
        "A slice with a step, from rank on, takes every processes-th row of "
        "a batch; of a batch of one row it leaves most processes an empty "
        "part, and that part belongs into the list.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "some rows come twice and others not at all: the processes draw "
            "different orders",
            ("torch.randperm(rows, generator=draw)", "torch.randperm(rows)"),
            ("1000 * seed + epoch", "1000 * seed + epoch + rank"),
            shows=any_call(
                lambda parts, **q: (
                    is_missing(parts, **q) and is_doubled(parts, **q)
                )
            ),
        ),
        Mistake(
            "some rows come twice in an epoch",
            (
                "    return",
                "    order = torch.cat([order, order[: -rows % batch]])\n"
                "    return",
            ),
            shows=any_call(is_doubled),
        ),
        Mistake(
            "some rows never come: the last batch is short, and still counts",
            (
                "order.split(batch)]",
                "order.split(batch) if len(part) == batch]",
            ),
            shows=any_call(is_missing),
        ),
        Mistake(
            "the processes have different numbers of batches: one of them "
            "will wait for ever",
            ("order.split(batch)]", "order.split(batch) if len(part) > rank]"),
            shows=any_call(
                lambda parts, **_: len({len(part) for part in parts}) > 1
            ),
        ),
        Mistake(
            "together, the processes' parts of a batch must have as many rows "
            "as the batch of one process",
            (
                PART,
                "[part[rank::processes] for part in order.split(batch * "
                "processes)]",
            ),
            shows=any_call(has_other_sizes),
        ),
        Mistake(
            "one process gets far more rows of a batch than another, and the "
            "others wait for it",
            (
                "part[rank::processes]",
                "part[len(part) // processes * rank : (rank + 1 == "
                "processes and len(part)) or len(part) // processes * "
                "(rank + 1)]\n"
                "            if len(part) > 1 or rank else part[:0]",
            ),
            shows=any_call(
                lambda parts, **_: any(
                    max(map(len, some)) - min(map(len, some)) > 1
                    for some in zip(*parts, strict=True)
                )
            ),
        ),
        Mistake(
            "the rows come in the order in which they are stored",
            ("torch.randperm(rows, generator=draw)", "torch.arange(rows)"),
            shows=lambda reply, batch, **_: (
                set(range(batch)) in first_batches(reply)
            ),
        ),
        Mistake(
            "each epoch has the same order",
            ("1000 * seed + epoch", "seed"),
            shows=lambda reply, **_: (
                first_batches(reply)[0] == first_batches(reply)[1]
            ),
        ),
        Mistake(
            "another seed must give another order",
            ("1000 * seed + epoch", "epoch"),
            shows=lambda reply, **_: (
                first_batches(reply)[0] == first_batches(reply)[2]
            ),
        ),
        Mistake(
            "the random numbers of the process itself are others after your "
            "function, so that dropout would repeat in each epoch",
            (
                "draw = torch.Generator().manual_seed(1000 * seed + epoch)",
                "torch.manual_seed(1000 * seed + epoch)",
                "torch.randperm(rows, generator=draw)",
                "torch.randperm(rows)",
            ),
            shows=lambda reply, **_: reply["disturbs"],
        ),
    ),
)
