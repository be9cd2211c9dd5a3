"""Chapter 16: a test of load, several processes, and all that others need.

The references are written in NumPy and plain Python.
"""

from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_16_export import EXPORT
from exercises.chapter_16_predictor import PROJECT
from exercises.chapter_16_runs import NEWEST, RESUME
from exercises.chapter_16_service import CATCH, REQUESTS
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 16.1: the report of a load test


def _ask_load(rng: np.random.Generator) -> Question:
    answered, failed = int(rng.choice([200, 300, 400])), 30
    times = np.sort(np.exp(rng.normal(-3, 0.8, size=answered)))
    # So that every usual way to cut a sorted row gives the same number.
    times[answered // 2] = times[answered // 2 - 1]
    slow = answered * 99 // 100
    times[slow] = times[slow - 1]
    times = np.append(times, rng.uniform(0.0005, 0.001, size=failed))
    statuses = np.append(np.full(answered, 200), np.full(failed, 503))
    order = rng.permutation(len(times))
    order = np.append(order[order != 0], 0)  # an answered one is the last
    times, statuses = times[order], statuses[order]
    starts = np.zeros(len(times))
    clients = int(rng.integers(3, 6))
    for client in range(clients):
        own = times[client::clients]
        starts[client::clients] = np.cumsum(own) - own
    starts += rng.uniform(1000, 2000)
    return {"starts": starts, "ends": starts + times, "statuses": statuses}


def _load(
    starts: Array, ends: Array, statuses: Array, change: str = ""
) -> dict[str, float]:
    good = (statuses == 200) | (change == "failed")
    times = np.sort(ends[good] - starts[good])
    whole = ends.max() - starts.min()
    middle = times.mean() if change == "mean" else np.median(times)
    slow = times[len(times) * 99 // 100 - 1]
    unit = 1 if change == "seconds" else 1000
    return {
        "a second": len(times) / (times.sum() if change == "sum" else whole),
        "median": float(unit * middle),
        "p99": float(unit * (times[-1] if change == "slowest" else slow)),
    }


LOAD = Exercise(
    key="16.1",
    section="16_production#how-quick-is-it",
    hints=(
        "Which of the requests got an answer, and how long did the whole "
        "test take?",
        "Several clients ask at the same time, so their times do not add up "
        "to the time of the test. A refusal is quick, and no answer.",
        "Keep the rows with status 200, sort their times, and take the one at "
        "the place that 99 of 100 do not exceed. Divide their number by the "
        "time from the first start to the last end.",
    ),
    ask=_ask_load,
    use=lambda answer, **q: to_plain(
        given(answer(*(to_tensor(part) for part in q.values())))
    ),
    expected=_load,
    mistakes=(
        Mistake(
            "failed counted",
            "requests that failed are counted as answers: failing is quick",
            changed(_load, "failed"),
        ),
        Mistake(
            "one after another",
            "'a second': the times overlap, so their sum is not the time that "
            "the test took",
            changed(_load, "sum"),
        ),
        Mistake(
            "mean",
            "'median': a few slow requests pull yours up",
            changed(_load, "mean"),
        ),
        Mistake(
            "slowest",
            "'p99': that is the slowest of all, one of a hundred may be slower",
            changed(_load, "slowest"),
        ),
        Mistake(
            "seconds",
            "'median' and 'p99' must be in milliseconds",
            changed(_load, "seconds"),
        ),
    ),
)

# 16.2: gradients of several processes


def _ask_gradients(rng: np.random.Generator) -> Question:
    gradients, labels = [], []
    for _ in range(int(rng.integers(3, 5))):
        gradients.append([rng.normal(size=(3, 4)), rng.normal(size=4)])
        texts, tokens = rng.integers(2, 12), rng.integers(4, 15)
        part = rng.integers(0, 9, size=(texts, tokens))
        real = rng.integers(1, tokens, size=texts)
        part[np.arange(tokens) >= real[:, None]] = -100
        labels.append(part)
    return {
        "gradients": [
            *gradients,
            [np.full((3, 4), np.nan), np.full(4, np.nan)],
        ],
        "labels": [*labels, np.full((2, 7), -100)],
    }


def _use_gradients(answer: Any, gradients: Any, labels: Any) -> Any:
    """Ask twice: with the process that has nothing to do, and without."""
    found = {}
    for name, count in (("all busy", -1), ("one idle", len(labels))):
        own, theirs = to_tensor(gradients), to_tensor(labels)
        found[name] = list(given(answer(own[:count], theirs[:count])))
    return to_plain(found)


def _gradients(
    gradients: Any, labels: Any, change: str = "", idle: bool = True
) -> dict[str, Any]:
    counts = np.array([(part != -100).sum() for part in labels], dtype=float)
    weights = {
        "means": np.ones(len(labels)),
        "sum": np.ones(len(labels)),
        "rows": np.array([len(part) for part in labels]),
        "places": np.array([part.size for part in labels]),
    }.get(change, counts) * (counts > 0)
    found = {}
    for name, count in (("all busy", -1), ("one idle", len(labels))):
        total = 1 if change == "sum" else weights[:count].sum()
        stacked = [
            np.stack(parts) for parts in zip(*gradients[:count], strict=True)
        ]
        if idle:
            stacked = [np.nan_to_num(parts) for parts in stacked]
        found[name] = [
            np.tensordot(weights[:count] / total, parts, 1) for parts in stacked
        ]
    return found


GRADIENTS = Exercise(
    key="16.2",
    section="16_production#the-average-of-averages",
    hints=(
        "How many labels does each process speak for?",
        "A mean times the number of labels that it was taken over is a sum, "
        "and sums can be added. Padding was not among them.",
        "Count the labels that are not -100, leave out the process without "
        "any, weigh each gradient by its count, add, and divide once.",
    ),
    ask=_ask_gradients,
    use=_use_gradients,
    expected=_gradients,
    mistakes=tuple(
        Mistake(name, says, partial(_gradients, change=change, idle=idle))
        for name, change, says in (
            (
                "idle",
                "",
                "a process without any label has a mean of nothing: nan times "
                "zero is nan",
            ),
            (
                "mean of means",
                "means",
                "each process counts the same, however few labels it has",
            ),
            (
                "sum of means",
                "sum",
                "the means are added, and nothing divides the sum",
            ),
            (
                "rows",
                "rows",
                "a short text counts as much as a long one: it is labels that "
                "are averaged, not rows",
            ),
            (
                "padding",
                "places",
                "padding is counted, although the loss leaves it out",
            ),
        )
        for idle in (False, True)
    ),
)

# 16.7: rows for each process

CALLS = ("now", "next epoch", "other seed")


def _ask_rows(rng: np.random.Generator) -> Question:
    batch = int(rng.integers(9, 15))
    return {
        "rows": int(rng.integers(3, 5)) * batch + 1,
        "batch": batch,
        "processes": int(rng.integers(2, 5)),
        "epoch": int(rng.integers(0, 5)),
        "seed": int(rng.integers(1000)),
    }


def _use_rows(
    answer: Any, rows: int, batch: int, processes: int, epoch: int, seed: int
) -> Any:
    """Let every process ask for its rows, each with other random numbers."""
    import torch

    calls = ((epoch, seed), (epoch + 1, seed), (epoch, seed + 1000))
    found = {}
    for name, (number, start) in zip(CALLS, calls, strict=True):
        parts = []
        for rank in range(processes):
            torch.manual_seed(1 + rank + seed)
            np.random.seed(1 + rank + seed)
            part = answer(rows, batch, number, start, rank, processes)
            parts.append([_whole(some) for some in given(part)])
        found[name] = parts
    return found


def _whole(numbers: Any) -> list[int]:
    return [int(number) for number in numbers]


def _all(parts: Any) -> list[int]:
    return [row for part in parts for some in part for row in some]


def _batches(parts: Any) -> list[list[int]]:
    """Return each batch as the processes see it together."""
    return [list(chain(*some)) for some in zip(*parts, strict=False)]


def _any_call(test: Any) -> Any:
    """Return a test of a reply that is true if it is so in one call."""
    return lambda reply, **q: any(test(reply[name], **q) for name in CALLS)


def _firsts(reply: Any) -> list[set[int]]:
    return [set(_batches(reply[name])[0]) for name in CALLS]


def _sizes(parts: Any, rows: int, batch: int, **_: Any) -> bool:
    full, rest = divmod(rows, batch)
    wanted = [batch] * full + [rest] * (rest > 0)
    return [len(some) for some in _batches(parts)] != wanted


def _is_missing(parts: Any, rows: int, **_: Any) -> bool:
    return set(_all(parts)) != set(range(rows))


def _is_doubled(parts: Any, **_: Any) -> bool:
    return len(set(_all(parts))) < len(_all(parts))


ROWS = Exercise(
    key="16.7",
    section="16_production#one-process-and-two",
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
    ask=_ask_rows,
    use=_use_rows,
    mistakes=(
        Mistake(
            "own orders",
            "some rows come twice and others not at all: the processes draw "
            "different orders",
            _any_call(
                lambda parts, **q: (
                    _is_missing(parts, **q) and _is_doubled(parts, **q)
                )
            ),
        ),
        Mistake(
            "padded",
            "some rows come twice in an epoch",
            _any_call(_is_doubled),
        ),
        Mistake(
            "dropped",
            "some rows never come: the last batch is short, and still counts",
            _any_call(_is_missing),
        ),
        Mistake(
            "waits",
            "the processes have different numbers of batches: one of them "
            "will wait for ever",
            _any_call(
                lambda parts, **_: len({len(part) for part in parts}) > 1
            ),
        ),
        Mistake(
            "for each",
            "together, the processes' parts of a batch must have as many rows "
            "as the batch of one process",
            _any_call(_sizes),
        ),
        Mistake(
            "unequal",
            "one process gets far more rows of a batch than another, and the "
            "others wait for it",
            _any_call(
                lambda parts, **_: any(
                    max(map(len, some)) - min(map(len, some)) > 1
                    for some in zip(*parts, strict=True)
                )
            ),
        ),
        Mistake(
            "no shuffle",
            "the rows come in the order in which they are stored",
            lambda reply, batch, **_: set(range(batch)) in _firsts(reply),
        ),
        Mistake(
            "every epoch",
            "each epoch has the same order",
            lambda reply, **_: _firsts(reply)[0] == _firsts(reply)[1],
        ),
        Mistake(
            "seed",
            "another seed must give another order",
            lambda reply, **_: _firsts(reply)[0] == _firsts(reply)[2],
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        LOAD,
        GRADIENTS,
        NEWEST,
        RESUME,
        EXPORT,
        REQUESTS,
        ROWS,
        CATCH,
        PROJECT,
    )
}
