"""Four kinds of runs."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

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


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, losses: Array, classes: list[int]) -> Any:
    pairs = zip(to_tensor(losses), classes, strict=True)
    return [str(given(answer(run, n))) for run, n in pairs]


def _diagnosis(run: Array, classes: int) -> str:
    if not 1 / 1.5 <= run[0] / np.log(classes) <= 1.5:
        return "unfit"
    if not np.isfinite(run).all() or run[-1] > run[0]:
        return "too high"
    return "too low" if run[-1] > 0.8 * run[0] else "fine"


def _expected(losses: Array, classes: list[int]) -> list[str]:
    return [_diagnosis(run, n) for run, n in zip(losses, classes, strict=True)]


EXERCISE = Exercise(
    section="what-goes-wrong-and-how-to-see-it",
    hints=(
        "What should the very first loss be, before anything is learned?",
        "Look at the first loss, then for numbers that are no numbers, then "
        "compare the end with the start. A comparison with nan is never true.",
        "Divide the first loss by the logarithm of the number of classes; ask "
        "whether all losses are finite; then divide the last by the first.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "guessing is measured as if there were always ten classes",
            ("math.log(classes)", "math.log(10)"),
        ),
        Mistake(
            "the first loss tells you nothing yet: some of these runs do not "
            "begin at guessing",
            ("not 0.7 < losses[0] / math.log(classes) < 1.5", "False"),
        ),
        Mistake(
            "a first loss far below guessing is as suspicious as one above",
            ("not 0.7 < losses", "not 0 < losses"),
        ),
        Mistake(
            "a run whose losses become nan is called fine",
            ("losses.isnan().any() or ", ""),
        ),
    ),
)
