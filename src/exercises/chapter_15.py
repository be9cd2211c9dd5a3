"""Chapter 15: curves to diagnose, a range test, a fair comparison, stopping.

Schedules and updates are in ``chapter_15_updates``, what bfloat16 and loaders
cost in ``chapter_15_costs``, the project in ``chapter_15_unknown_unit``.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_15_costs import BFLOAT16, WORKERS
from exercises.chapter_15_unknown_unit import PROJECT
from exercises.chapter_15_updates import ACCUMULATE, CLIP, SCHEDULE
from grading.adapters import given, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 15.1: four kinds of runs

UPDATES = 60


def _curve(rng: np.random.Generator, start: float, end: float) -> Array:
    """Return losses that go from start to end, with noise."""
    done = 1 - np.exp(-np.linspace(0, 4, UPDATES))
    noise = rng.uniform(0.985, 1.015, UPDATES)
    found: Array = (start + (end - start) * done / done[-1]) * noise
    return found


def _run(rng: np.random.Generator, kind: str, guess: float) -> Array:
    start = guess * rng.uniform(0.9, 1.1)
    if kind == "unfit above":
        start = guess * rng.uniform(2.1, 5)
    if kind == "unfit below":
        start = guess * rng.uniform(0.1, 0.45)
    falls = rng.uniform(0.93, 0.96) if kind == "low" else rng.uniform(0.1, 0.4)
    losses = _curve(rng, start, start * falls)
    if kind in ("high", "nan"):
        turn = int(rng.integers(15, 40))
        after = guess * rng.uniform(1.3, 3, UPDATES - turn)
        losses[turn:] = np.nan if kind == "nan" else after
    return losses


def _ask_runs(rng: np.random.Generator) -> Question:
    kinds = ["fine", "fine", "low", "low", "high", "nan"]
    kinds = rng.permutation([*kinds, "unfit above", "unfit below"]).tolist()
    classes = rng.choice([2, 3, 77, 200, 1000], len(kinds)).tolist()
    return {
        "losses": np.stack(
            [
                _run(rng, kind, float(np.log(n)))
                for kind, n in zip(kinds, classes, strict=True)
            ]
        ),
        "classes": classes,
    }


def _use_runs(answer: Any, losses: Array, classes: list[int]) -> Any:
    pairs = zip(to_tensor(losses), classes, strict=True)
    return [str(given(answer(run, n))) for run, n in pairs]


def _diagnosis(run: Array, classes: int, change: str) -> str:
    guess = np.log(10 if change == "ten" else classes)
    off = run[0] / guess
    unfit = off > 1.5 or (off < 1 / 1.5 and change != "above only")
    if unfit and change != "first":
        return "unfit"
    if not np.isfinite(run).all():
        return "fine" if change == "nan" else "too high"
    if run[-1] > run[0]:
        return "too high"
    return "too low" if run[-1] > 0.8 * run[0] else "fine"


def _diagnoses(
    losses: Array, classes: list[int], change: str = ""
) -> list[str]:
    return [
        _diagnosis(run, n, change)
        for run, n in zip(losses, classes, strict=True)
    ]


RUNS = Exercise(
    key="15.1",
    section="15_practice#what-goes-wrong-and-how-to-see-it",
    hints=(
        "What should the very first loss be, before anything is learned?",
        "Look at the first loss, then for numbers that are no numbers, then "
        "compare the end with the start. A comparison with nan is never true.",
        "Divide the first loss by the logarithm of the number of classes; ask "
        "whether all losses are finite; then divide the last by the first.",
    ),
    ask=_ask_runs,
    use=_use_runs,
    expected=_diagnoses,
    mistakes=(
        Mistake(
            "ten",
            "guessing is measured as if there were always ten classes",
            changed(_diagnoses, "ten"),
        ),
        Mistake(
            "first",
            "the first loss tells you nothing yet: some of these runs do not "
            "begin at guessing",
            changed(_diagnoses, "first"),
        ),
        Mistake(
            "above only",
            "a first loss far below guessing is as suspicious as one above",
            changed(_diagnoses, "above only"),
        ),
        Mistake(
            "nan",
            "a run whose losses become nan is called fine",
            changed(_diagnoses, "nan"),
        ),
    ),
)

# 15.2: a range test


def _ask_range(rng: np.random.Generator) -> Question:
    low = 10 ** rng.uniform(-6, -4)
    rates = low * 1e5 ** np.linspace(0, 1, 100)
    middle, best = rng.integers(35, 45), rng.uniform(0.6, 0.9)
    place = np.arange(100)
    falls = 1 / (1 + np.exp((place - middle) / 6))
    losses = best + (rng.uniform(2.2, 2.6) - best) * falls
    losses *= rng.uniform(0.85, 1.15, 100)
    losses *= 1 + np.exp((place - rng.integers(72, 82)) / 3)
    losses[middle + rng.integers(-8, 8)] = 0.1  # one batch of easy rows
    last = int(np.flatnonzero(losses > 4 * losses[0])[0])
    if rng.uniform() < 0.7:
        losses[last] = np.nan
    return {"rates": rates[: last + 1], "losses": losses[: last + 1]}


def _lowest(losses: Array) -> int:
    """Return where the mean with weights that fade into the past is lowest."""
    means = []
    for last in range(len(losses)):
        weights = 0.9 ** np.arange(last, -1.0, -1)
        means.append(np.average(losses[: last + 1], weights=weights))
    return int(np.nanargmin(means))


def _range(rates: Array, losses: Array, change: str = "") -> float:
    place = _lowest(losses)
    if change == "raw":
        place = int(np.nanargmin(losses))
    if change == "start":
        place = 0
    if change == "nan" and np.isnan(losses[-1]):
        place = len(losses) - 1
    return float(rates[place] / (1 if change == "lowest" else 10))


RANGE = Exercise(
    key="15.2",
    section="15_practice#the-learning-rate",
    hints=(
        "Plot both, losses and smoothed losses. Where is each lowest?",
        "Smooth first, with the correction for the start; the rate is that of "
        "the lowest smoothed loss, made ten times smaller.",
        "Go through the losses with a running mean, divide it by one minus "
        "nine tenths to the power of how many it has seen, and forget what "
        "is nan before you look for the lowest.",
    ),
    ask=_ask_range,
    expected=_range,
    mistakes=(
        Mistake(
            "lowest",
            "that is the rate of the lowest loss, where the climb begins "
            "already",
            changed(_range, "lowest"),
        ),
        Mistake(
            "raw",
            "a single lucky batch decides: the losses are not smoothed",
            changed(_range, "raw"),
        ),
        Mistake(
            "start",
            "the first smoothed values are far too small: the mean starts at "
            "zero, and that is not corrected",
            changed(_range, "start"),
        ),
        Mistake(
            "nan",
            "where the last loss is nan, your lowest loss is that one",
            changed(_range, "nan"),
        ),
    ),
    rounds=6,
)

# 15.4: a fair comparison


def _draw_scores(rng: np.random.Generator) -> Question:
    level = rng.uniform(0.88, 0.95, (2, 4, 1))
    valid, test = level + rng.normal(0, 0.02, (2, 2, 4, 5))
    return {"valid": valid.round(4), "test": test.round(4)}


def _ask_scores(rng: np.random.Generator) -> Question:
    """Draw until each likely mistake shows."""
    found = _draw_scores(rng)
    while any(
        _compare(**found, change=one) == _compare(**found)
        or abs(_compare(**found, change=one)["gap"] - _compare(**found)["gap"])
        < 0.002
        for one in ("one rate", "test", "lucky", "valid gap")
    ):
        found = _draw_scores(rng)
    return found


def _use_scores(answer: Any, valid: Array, test: Array) -> Any:
    found = given(answer(to_tensor(valid), to_tensor(test)))
    return {
        "places": [int(place) for place in given(found["places"])],
        "gap": float(given(found["gap"])),
        "always": bool(given(found["always"])),
    }


def _compare(valid: Array, test: Array, change: str = "") -> Question:
    decides = (test if change == "test" else valid).mean(2)
    if change == "lucky":
        decides = valid.max(2)
    if change == "one rate":
        decides = np.stack([valid.mean(2)[0]] * 2)
    places = [int(np.argmax(row)) for row in decides]
    told = valid if change == "valid gap" else test
    gaps = told[1, places[1]] - told[0, places[0]]
    ahead = set(np.sign(gaps))
    return {
        "places": places,
        "gap": float(gaps.mean()),
        "always": len(ahead) == 1 and 0 not in ahead,
    }


COMPARE = Exercise(
    key="15.4",
    section="15_practice#schedules",
    hints=(
        "What may each plan choose for itself, and by which part?",
        "Average over the seeds, choose a rate for each plan by validation, "
        "and only then look at the test scores of these two.",
        "Two places of the largest means; the two rows of test scores there, "
        "one minus the other, seed by seed; their mean, and their signs.",
    ),
    ask=_ask_scores,
    use=_use_scores,
    expected=_compare,
    mistakes=(
        Mistake(
            "one rate",
            "the second plan has to run at the first one's rate",
            changed(_compare, "one rate"),
        ),
        Mistake(
            "test",
            "the rates were chosen by the test scores",
            changed(_compare, "test"),
        ),
        Mistake(
            "lucky",
            "a single lucky seed chooses the rate",
            changed(_compare, "lucky"),
        ),
        Mistake(
            "valid gap",
            "the gap is told by the scores that chose: it flatters",
            changed(_compare, "valid gap"),
        ),
    ),
)

# 15.6: stop in time

SLIPS = ["whole", "last", "decides", "previous", "in total", "ties"]
SLIPS += ["one more", "zero"]


def _draw_stop(rng: np.random.Generator) -> Question:
    epoch, best = np.arange(30), rng.uniform(6, 12)
    decide = 0.4 + 0.01 * np.abs(epoch - best) + rng.normal(0, 0.02, 30)
    decide[int(rng.integers(25, 30))] -= 0.2  # later, and lower
    return {
        "decide": decide.round(2),
        "report": (decide + rng.uniform(0.02, 0.06, 30)).round(3),
        "patience": int(rng.integers(2, 6)),
    }


def _ask_stop(rng: np.random.Generator) -> Question:
    """Draw until each likely mistake shows; sometimes there is no stop."""
    found = _draw_stop(rng)
    if rng.uniform() < 0.2:
        return found | {"patience": 30}
    while any(_stop(**found, change=one) == _stop(**found) for one in SLIPS):
        found = _draw_stop(rng)
    return found


def _use_stop(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    found = given(answer(*values))
    return {
        "trained": int(given(found["trained"])),
        "kept": int(given(found["kept"])),
        "loss": float(given(found["loss"])),
    }


def _waited(decide: Array, last: int, change: str) -> int:
    """Return how many epochs have gone by without a new best."""
    seen = decide[: last + 1]
    if change == "ties":
        return int(np.argmin(seen[::-1]))
    if change == "previous":
        better = np.append(True, np.diff(seen) < 0)
        return int(np.argmax(better[::-1]))
    if change == "in total":
        before = np.minimum.accumulate(np.append(np.inf, seen[:-1]))
        return int((seen >= before).sum())
    return last - int(np.argmin(seen))


def _stop(
    decide: Array, report: Array, patience: int, change: str = ""
) -> Question:
    patience += change == "one more"
    last = len(decide) - 1
    for epoch in range(len(decide)):
        if _waited(decide, epoch, change) >= patience:
            last = epoch
            break
    kept = int(np.argmin(decide[: last + 1]))
    if change == "whole":
        kept = int(np.argmin(decide))
    if change == "ties":
        kept = last - int(np.argmin(decide[last::-1]))
    losses = decide if change == "decides" else report
    one = change != "zero"
    return {
        "trained": last + one,
        "kept": kept + one,
        "loss": float(losses[last if change == "last" else kept]),
    }


STOP = Exercise(
    key="15.6",
    section="15_practice#early-stopping",
    hints=(
        "Go through the epochs one by one, as the loop does: what is known at "
        "the end of each?",
        "Remember the best loss so far and its epoch. A new best sets the "
        "waiting back to nothing; anything else, also an equal loss, waits on.",
        "When as many epochs as the patience have passed since the best one, "
        "leave the loop; the score is that of the best epoch on the other "
        "half.",
    ),
    ask=_ask_stop,
    use=_use_stop,
    expected=_stop,
    mistakes=(
        Mistake(
            "whole",
            "you keep an epoch that was never trained",
            changed(_stop, "whole"),
        ),
        Mistake(
            "last",
            "the loss is that of the last epoch; its weights are gone",
            changed(_stop, "last"),
        ),
        Mistake(
            "decides",
            "the loss comes from the half that decided: it flatters",
            changed(_stop, "decides"),
        ),
        Mistake(
            "previous",
            "better than the epoch before is not yet a new best",
            changed(_stop, "previous"),
        ),
        Mistake(
            "in total",
            "patience is for epochs in a row: a new best ends the waiting",
            changed(_stop, "in total"),
        ),
        Mistake(
            "ties",
            "a loss that only equals the best one is no new best",
            changed(_stop, "ties"),
        ),
        Mistake(
            "one more",
            "it waits an epoch too long",
            changed(_stop, "one more"),
        ),
        Mistake(
            "zero",
            "the epochs are counted from 0 instead of 1",
            changed(_stop, "zero"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        RUNS, RANGE, SCHEDULE, COMPARE, CLIP, STOP, ACCUMULATE, BFLOAT16,
        WORKERS, PROJECT,
    )
}  # fmt: skip
