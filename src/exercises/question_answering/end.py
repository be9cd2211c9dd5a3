"""Which end is off."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    start = rng.integers(20, 60, size=(80, 1))
    people = np.tile(np.arange(3), (80, 1))
    differ = [(1, 0), (0, 1), (1, 1)][int(rng.integers(3))]
    early, late = (rng.permuted(people, axis=1) * way for way in differ)
    golds = np.stack([start - early, start + 3 + late], axis=2)
    said = golds[np.arange(80), rng.integers(3, size=80)]
    off = rng.random(size=(80, 2)) < rng.choice([0.12, 0.8], size=2)
    return {"said": said + off * [-4, 4], "golds": golds}


def _expected(said: Array, golds: Array) -> str:
    same = said[:, None] == golds
    right = same.any(1).mean(0)
    off = [bool(share < 0.5) for share in right]
    if all(off):
        return "both"
    return "neither" if not any(off) else "start" if off[0] else "end"


EXERCISE = Exercise(
    section="a-page-of-answers",
    hints=(
        "Look at the starts alone first. How often is one right?",
        "A place is right if it is the place of any of the right answers, as "
        "in Exact Match and F1.",
        "Compare with all right answers at once by giving `said` a dimension "
        "more, ask for any of them, and take the share of the questions for "
        "each end.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you ask for start and end at once, so each is blamed for the "
            "other",
            (
                ".any(dim=1)  # (questions, 2)",
                ".all(dim=2).any(dim=1)[:, None].expand(-1, 2)",
            ),
        ),
        Mistake(
            "you compare with the first right answer only",
            ("== golds)", "== golds[:, :1])"),
        ),
        Mistake(
            "start and end are mixed up",
            ("start_off, end_off =", "end_off, start_off ="),
        ),
    ),
    rounds=10,
)
