"""Where does the time go."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

PARTS = ("load", "forward", "backward", "update")
USUAL = {
    "loading": ((9, 20), (1, 2), (2, 4), (0.3, 0.6)),
    "computing": ((2, 3), (3, 5), (8, 12), (1, 2)),
    "ready": ((0.1, 0.2), (0.3, 0.5), (0.6, 0.9), (0.1, 0.2)),
}


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    found = given(answer(*values))
    return {
        "slowest": str(given(found["slowest"])),
        "workers": int(given(found["workers"])),
        "seconds": float(given(found["seconds"])),
    }


def _expected(
    times: dict[str, Array], way: float, cores: int, batches: int
) -> Question:
    mean = {part: float(t[1:].mean()) for part, t in times.items()}
    load = mean["load"]
    computing = sum(mean.values()) - load
    need = [load + computing]
    need += [max((load + way) / n, computing) for n in range(1, cores + 1)]
    best = int(np.argmin(need))
    return {
        "slowest": max(mean, key=lambda part: mean[part]),
        "workers": best,
        "seconds": need[best] * batches / 1000,
    }


EXERCISE = Exercise(
    section="loader-workers",
    hints=(
        "Print the first five batches. Does one of them stand out?",
        "Without workers, loading and computing come one after the other; "
        "with workers they run side by side, and the slower one decides.",
        "Take means without batch 0. Make a list with the time of a batch for "
        "0, 1, ... workers up to the number of cores, and find its smallest "
        "entry, the first one if several are alike.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the first batch is among the means: it measures the start, not "
            "the training",
            ("t[1:]", "t"),
        ),
        Mistake(
            "with workers, too, you let the computing wait for the loading",
            ("max(compute, (load + way) / n)", "compute + (load + way) / n"),
        ),
        Mistake(
            "the way from one process to the other costs nothing in yours",
            ("(load + way)", "load"),
        ),
        Mistake(
            "more workers than needed, or workers where none pays",
            ("min(need, key=need.get)", "cores"),
        ),
        Mistake(
            "without workers, although they would pay here",
            ("min(need, key=need.get)", "0"),
        ),
    ),
    rounds=8,
)
