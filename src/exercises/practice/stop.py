"""When does it stop."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _draw_stop(rng: np.random.Generator) -> Question:
    epoch, best = np.arange(30), rng.uniform(6, 12)
    decide = 0.4 + 0.01 * np.abs(epoch - best) + rng.normal(0, 0.02, 30)
    decide[int(rng.integers(25, 30))] -= 0.2  # later, and lower
    return {
        "decide": decide.round(2),
        "report": (decide + rng.uniform(0.02, 0.06, 30)).round(3),
        "patience": int(rng.integers(2, 6)),
    }


def _ask(rng: np.random.Generator) -> Question:
    """Draw until other ways to wait stop elsewhere; or there is no stop."""
    found = _draw_stop(rng)
    if rng.uniform() < 0.2:
        return found | {"patience": 30}
    while True:
        decide, patience = found["decide"], found["patience"]
        last = _stop(_waited(decide), patience)
        others = [_stop(way, patience) for way in _waited_otherwise(decide)]
        if last < len(decide) - 1 and last not in others:
            return found
        found = _draw_stop(rng)


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    found = given(answer(*values))
    return {
        "trained": int(given(found["trained"])),
        "kept": int(given(found["kept"])),
        "loss": float(given(found["loss"])),
    }


def _waited(decide: Array) -> list[int]:
    """Return at each epoch how many have gone by without a new best."""
    return [k - int(np.argmin(decide[: k + 1])) for k in range(len(decide))]


def _waited_otherwise(decide: Array) -> list[list[int]]:
    """Count from the last equal best, from the last fall, and in total."""
    epochs = range(len(decide))
    falls = np.append(True, np.diff(decide) < 0)
    before = np.minimum.accumulate(np.append(np.inf, decide[:-1]))
    return [
        [int(np.argmin(decide[k::-1])) for k in epochs],
        [int(np.argmax(falls[k::-1])) for k in epochs],
        (decide >= before).cumsum().tolist(),
    ]


def _stop(waited: list[int], patience: int) -> int:
    """Return the last epoch that is trained."""
    late = (epoch for epoch, n in enumerate(waited) if n >= patience)
    return next(late, len(waited) - 1)


def _expected(decide: Array, report: Array, patience: int) -> Question:
    last = _stop(_waited(decide), patience)
    kept = int(np.argmin(decide[: last + 1]))
    return {
        "trained": last + 1,
        "kept": kept + 1,
        "loss": float(report[kept]),
    }


EXERCISE = Exercise(
    section="early-stopping",
    hints=(
        "Go through the epochs one by one, as the loop does: what is known at "
        "the end of each?",
        "Remember the best loss so far and its epoch. A new best sets the "
        "waiting back to nothing; anything else, also an equal loss, waits on.",
        "When as many epochs as the patience have passed since the best one, "
        "leave the loop; the score is that of the best epoch on the other "
        "half.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "you keep an epoch that was never trained",
            (
                '    return {"trained"',
                '    best = decide.argmin()\n    return {"trained"',
            ),
        ),
        Mistake(
            "the loss is that of the last epoch; its weights are gone",
            ("report[best]", "report[epoch]"),
        ),
        Mistake(
            "the loss comes from the half that decided: it flatters",
            ("report[best]", "decide[best]"),
        ),
        Mistake(
            "better than the epoch before is not yet a new best",
            (
                "            best = epoch\n"
                "        if epoch - best >= patience:",
                "            best = epoch\n"
                "        waited = 0 if epoch == 0 or loss < decide[epoch "
                "- 1] else waited + 1\n"
                "        if waited >= patience:",
            ),
        ),
        Mistake(
            "patience is for epochs in a row: a new best ends the waiting",
            (
                "            best = epoch\n"
                "        if epoch - best >= patience:",
                "            best = epoch\n"
                "        elif epoch > 0:\n"
                "            patience -= 1\n"
                "        if patience <= 0:",
            ),
        ),
        Mistake(
            "a loss that only equals the best one is no new best",
            ("loss < decide[best]", "loss <= decide[best]"),
        ),
        Mistake(
            "it waits an epoch too long",
            ("- best >= patience", "- best > patience"),
        ),
        Mistake(
            "the epochs are counted from 0 instead of 1",
            (
                '"trained": epoch + 1, "kept": best + 1',
                '"trained": epoch, "kept": best',
            ),
        ),
    ),
)
