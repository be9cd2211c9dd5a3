"""A threshold by costs."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw until the likely mistakes lead to other thresholds."""
    while True:
        missed, wrong = rng.permutation([1.0, float(rng.uniform(3, 7))])
        question: Question = {"missed": missed, "wrong": wrong}
        for part in ("valid", "test"):
            logits = rng.normal(-0.3, 1.8, size=150)
            probs = 1 / (1 + np.exp(-logits))
            question[f"{part}_p"] = probs
            question[f"{part}_y"] = (rng.random(150) < probs).astype(int)
        valid = question["valid_p"], question["valid_y"]
        test = question["test_p"], question["test_y"]
        costs = (missed, wrong), (wrong, missed), (1.0, 1.0)
        found = {_cheapest(*valid, *pair) for pair in costs}
        if len(found | {0.5, _cheapest(*test, missed, wrong)}) == 5:
            return question


def _use(answer: Any, missed: float, wrong: float, **q: Array) -> Any:
    parts = [to_tensor(part) for part in q.values()]
    return to_plain(given(answer(*parts, float(missed), float(wrong))))


def _cost(p: Array, y: Array, missed: float, wrong: float, t: float) -> float:
    says = p > t
    lost = missed * (y.astype(bool) & ~says) + wrong * (says & (y == 0))
    return float(lost.mean())


def _cheapest(p: Array, y: Array, missed: float, wrong: float) -> float:
    grid = [step / 100 for step in range(1, 100)]
    return grid[int(np.argmin([_cost(p, y, missed, wrong, t) for t in grid]))]


def _expected(**q: Any) -> dict[str, float]:
    costs = q["missed"], q["wrong"]
    t = _cheapest(q["valid_p"], q["valid_y"], *costs)
    return {"threshold": t, "cost": _cost(q["test_p"], q["test_y"], *costs, t)}


COST = '"cost": cost(test_p, test_y, best)'

EXERCISE = Exercise(
    section="choosing-a-threshold",
    hints=(
        "Who pays for which error? And which part may decide?",
        "For each threshold count the missed and the false yes of one part, "
        "and weigh them by what they cost.",
        "Go through the grid on the validation part, keep the threshold of "
        "the lowest mean cost, and count the costs anew on the test part.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the test part chose the threshold that it should judge",
            ("cost(valid_p, valid_y, t)", "cost(test_p, test_y, t)"),
        ),
        Mistake(
            "the cost is that of the part which chose the threshold",
            (COST, '"cost": cost(valid_p, valid_y, best)'),
        ),
        Mistake(
            "the two costs are swapped: a missed yes, or a false one?",
            (
                "key=lambda t: cost(valid_p, valid_y, t)",
                "key=lambda t: (wrong * ((valid_y == 1) & (valid_p <= "
                "t)) + missed * ((valid_y == 0) & (valid_p > t))).sum()",
            ),
        ),
        Mistake(
            "you keep the threshold with the fewest errors, whatever they cost",
            (
                "key=lambda t: cost(valid_p, valid_y, t)",
                "key=lambda t: ((valid_p > t) != valid_y).sum()",
            ),
        ),
        Mistake(
            "one half is only a habit: let the costs decide",
            ("min(grid, key=lambda t: cost(valid_p, valid_y, t))", "0.5"),
        ),
    ),
)
