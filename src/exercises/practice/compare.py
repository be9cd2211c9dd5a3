"""A fair comparison."""

from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _draw_scores(rng: np.random.Generator) -> Question:
    level = rng.uniform(0.88, 0.95, (2, 4, 1))
    valid, test = level + rng.normal(0, 0.02, (2, 2, 4, 5))
    return {"valid": valid.round(4), "test": test.round(4)}


def _ask(rng: np.random.Generator) -> Question:
    """Draw until the likely mistakes lead to other gaps."""
    while True:
        found = _draw_scores(rng)
        gap = _expected(**found)["gap"]
        if all(abs(gap - other) >= 0.002 for other in _other_gaps(**found)):
            return found


def _other_gaps(valid: Array, test: Array) -> list[float]:
    """Return the gaps if something else decides, and where that decides."""
    one_rate = np.stack([valid.mean(2)[0]] * 2)
    return [
        *(
            float(_gaps(decides, test).mean())
            for decides in (test.mean(2), valid.max(2), one_rate)
        ),
        float(_gaps(valid.mean(2), valid).mean()),
    ]


def _gaps(decides: Array, told: Array) -> Array:
    """Return the lead of the second model in each run."""
    first, second = decides.argmax(1)
    gaps: Array = told[1, second] - told[0, first]
    return gaps


def _use(answer: Any, valid: Array, test: Array) -> Any:
    found = given(answer(to_tensor(valid), to_tensor(test)))
    return {
        "places": [int(place) for place in given(found["places"])],
        "gap": float(given(found["gap"])),
        "always": bool(given(found["always"])),
    }


def _expected(valid: Array, test: Array) -> Question:
    gaps = _gaps(valid.mean(2), test)
    ahead = set(np.sign(gaps))
    return {
        "places": [int(place) for place in valid.mean(2).argmax(1)],
        "gap": float(gaps.mean()),
        "always": len(ahead) == 1 and 0 not in ahead,
    }


GAPS = "test[1, second] - test[0, first]"

EXERCISE = Exercise(
    section="schedules",
    hints=(
        "What may each plan choose for itself, and by which part?",
        "Average over the seeds, choose a rate for each plan by validation, "
        "and only then look at the test scores of these two.",
        "Two places of the largest means; the two rows of test scores there, "
        "one minus the other, seed by seed; their mean, and their signs.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the second plan has to run at the first one's rate",
            ("    gaps", "    second = first\n    gaps"),
        ),
        Mistake(
            "the rates were chosen by the test scores",
            ("valid.mean(dim=2)", "test.mean(dim=2)"),
        ),
        Mistake(
            "a single lucky seed chooses the rate",
            ("valid.mean(dim=2)", "valid.amax(dim=2)"),
        ),
        Mistake(
            "the gap is told by the scores that chose: it flatters",
            (GAPS, "valid[1, second] - valid[0, first]"),
        ),
    ),
)
