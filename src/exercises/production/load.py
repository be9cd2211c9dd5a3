"""Read a load test."""

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
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
    starts += rng.uniform(10, 20)  # more would cost float32 its microseconds
    return {"starts": starts, "ends": starts + times, "statuses": statuses}


def _expected(starts: Array, ends: Array, statuses: Array) -> dict[str, float]:
    good = statuses == 200
    times = np.sort(ends[good] - starts[good])
    whole = ends.max() - starts.min()
    middle = np.median(times)
    slow = times[len(times) * 99 // 100 - 1]
    return {
        "a second": len(times) / whole,
        "median": float(1000 * middle),
        "p99": float(1000 * slow),
    }


EXERCISE = Exercise(
    section="how-quick-is-it",
    hints=(
        "Which of the requests got an answer, and how long did the whole "
        "test take?",
        "Several clients ask at the same time, so their times do not add up "
        "to the time of the test. A refusal is quick, and no answer.",
        "Keep the rows with status 200, sort their times, and take the one at "
        "the place that 99 of 100 do not exceed. Divide their number by the "
        "time from the first start to the last end.",
    ),
    ask=_ask,
    use=lambda answer, **q: to_plain(
        given(answer(*(to_tensor(part) for part in q.values())))
    ),
    expected=_expected,
    mistakes=(
        Mistake(
            "requests that failed are counted as answers: failing is quick",
            ("statuses == 200", "statuses > 0"),
        ),
        Mistake(
            "'a second': the times overlap, so their sum is not the time that "
            "the test took",
            ("(ends.max() - starts.min())", "times.sum()"),
        ),
        Mistake(
            "'median': a few slow requests pull yours up",
            ("times[number // 2]", "times.mean()"),
        ),
        Mistake(
            "'p99': that is the slowest of all, one of a hundred may be slower",
            ("times[int(0.99 * number) - 1]", "times.max()"),
        ),
        Mistake(
            "'median' and 'p99' must be in milliseconds",
            (
                "(ends - starts)[good].sort().values",
                "(ends - starts)[good].sort().values / 1000",
            ),
        ),
    ),
)
