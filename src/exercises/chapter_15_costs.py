"""Exercises 15.8 and 15.9: what bfloat16 forgets, and where the time goes.

The reference for bfloat16 rounds the bits by hand.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 15.8: what bfloat16 forgets


def to_bfloat16(values: Array) -> Array:
    """Round to 16 of the 32 bits, to the nearest, ties to the even one."""
    bits = np.asarray(values, dtype=np.float32).view(np.uint32)
    bits = bits + np.uint32(0x7FFF) + ((bits >> 16) & 1)
    return (bits & np.uint32(0xFFFF0000)).view(np.float32)


def _ask_bfloat16(rng: np.random.Generator) -> Question:
    sign = rng.choice([-1, 1], 12)
    updates = 2 ** rng.uniform(-12, -6, 12) * rng.choice([-1, 1], 12)
    return {
        "weights": to_bfloat16(sign * rng.uniform(1, 2, 12)),
        "updates": to_bfloat16(updates),
        "steps": int(rng.integers(20, 30)),
    }


def _use_bfloat16(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    alone, mixed = given(answer(*values))
    return [
        {"kind": str(one.dtype), "weights": to_plain(one)}
        for one in (given(alone), given(mixed))
    ]


def _half(values: Array) -> Array:
    found: Array = np.asarray(values).astype(np.float16).astype(np.float32)
    return found


def _bfloat16(
    weights: Array, updates: Array, steps: int, change: str = ""
) -> list[Question]:
    rounded = _half if change == "half" else to_bfloat16
    alone, mixed = rounded(weights), weights.astype(float)
    for _ in range(steps):
        alone = rounded(alone - rounded(updates))
        mixed = mixed - updates
    if change == "at once":
        alone = rounded(weights - rounded(np.float32(steps) * updates))
    if change == "at the end":
        alone = rounded(mixed)
    if change == "both":
        mixed = alone
    if change == "plus":
        alone, mixed = weights, weights.astype(float)
        for _ in range(steps):
            alone, mixed = rounded(alone + updates), mixed + updates
    kinds = ["torch.bfloat16", "torch.float32"]
    if change == "half":
        kinds[0] = "torch.float16"
    return [
        {"kind": kind, "weights": np.asarray(values, dtype=np.float32)}
        for kind, values in zip(kinds, (alone, mixed), strict=True)
    ]


ROUNDED_ONCE = (
    "the first one is rounded only once: what a single update loses is not "
    "lost there"
)

BFLOAT16 = Exercise(
    key="15.8",
    section="15_practice#mixed-precision",
    hints=(
        "How far is it from 1 to the next number of bfloat16?",
        "An update smaller than half of that distance is lost, each time anew. "
        "So the rounding must happen in every step, not once.",
        "Make copies of both in bfloat16 and go through the steps with these; "
        "go through the same steps with the numbers as they are.",
    ),
    ask=_ask_bfloat16,
    use=_use_bfloat16,
    expected=_bfloat16,
    mistakes=(
        Mistake(
            "at the end",
            ROUNDED_ONCE,
            changed(_bfloat16, "at the end"),
        ),
        Mistake(
            "at once",
            ROUNDED_ONCE,
            changed(_bfloat16, "at once"),
        ),
        Mistake(
            "both",
            "the second one forgets as well: in mixed precision the weights "
            "stay in float32",
            changed(_bfloat16, "both"),
        ),
        Mistake(
            "half",
            "that is float16, with more digits and a smaller range",
            changed(_bfloat16, "half"),
        ),
        Mistake(
            "plus",
            "the updates are added; a step takes them off",
            changed(_bfloat16, "plus"),
        ),
    ),
    atol=1e-4,
)

# 15.9: where the time goes

PARTS = ("load", "forward", "backward", "update")
USUAL = {
    "loading": ((9, 20), (1, 2), (2, 4), (0.3, 0.6)),
    "computing": ((2, 3), (3, 5), (8, 12), (1, 2)),
    "ready": ((0.1, 0.2), (0.3, 0.5), (0.6, 0.9), (0.1, 0.2)),
}


def _ask_workers(rng: np.random.Generator) -> Question:
    kind = str(rng.choice(list(USUAL)))
    times = {}
    for part, (low, high) in zip(PARTS, USUAL[kind], strict=True):
        usual = rng.uniform(low, high)
        times[part] = usual * rng.uniform(0.9, 1.1, 20)
    slow = str(rng.choice(PARTS[1:] if kind == "loading" else PARTS[:2]))
    times[slow][0] += rng.uniform(400, 900)  # all that starts with batch 0
    way = rng.uniform(4, 6) if kind == "ready" else rng.uniform(1.5, 3)
    return {
        "times": times,
        "way": float(way),
        "cores": int(rng.integers(2, 4) if kind == "ready" else 6),
        "batches": int(rng.integers(100, 900)),
    }


def _use_workers(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    found = given(answer(*values))
    return {
        "slowest": str(given(found["slowest"])),
        "workers": int(given(found["workers"])),
        "seconds": float(given(found["seconds"])),
    }


def _workers(
    times: dict[str, Array],
    way: float,
    cores: int,
    batches: int,
    change: str = "",
) -> Question:
    first = 0 if change == "first" else 1
    mean = {part: float(t[first:].mean()) for part, t in times.items()}
    load = mean["load"]
    computing = sum(mean.values()) - load
    way = 0.0 if change == "no way" else way
    need = [load + computing]
    for n in range(1, cores + 1):
        fetch = (load + way) / n
        beside = fetch + computing if change == "in turn" else None
        need.append(beside or max(fetch, computing))
    best = int(np.argmin(need))
    if change == "all":
        best = cores
    if change == "none":
        best = 0
    return {
        "slowest": max(mean, key=lambda part: mean[part]),
        "workers": best,
        "seconds": need[best] * batches / 1000,
    }


WORKERS = Exercise(
    key="15.9",
    section="15_practice#loader-workers",
    hints=(
        "Print the first five batches. Does one of them stand out?",
        "Without workers, loading and computing come one after the other; "
        "with workers they run side by side, and the slower one decides.",
        "Take means without batch 0. Make a list with the time of a batch for "
        "0, 1, ... workers up to the number of cores, and find its smallest "
        "entry, the first one if several are alike.",
    ),
    ask=_ask_workers,
    use=_use_workers,
    expected=_workers,
    mistakes=(
        Mistake(
            "first",
            "the first batch is among the means: it measures the start, not "
            "the training",
            changed(_workers, "first"),
        ),
        Mistake(
            "in turn",
            "with workers, too, you let the computing wait for the loading",
            changed(_workers, "in turn"),
        ),
        Mistake(
            "no way",
            "the way from one process to the other costs nothing in yours",
            changed(_workers, "no way"),
        ),
        Mistake(
            "all",
            "more workers than needed, or workers where none pays",
            changed(_workers, "all"),
        ),
        Mistake(
            "none",
            "without workers, although they would pay here",
            changed(_workers, "none"),
        ),
    ),
    rounds=8,
)
