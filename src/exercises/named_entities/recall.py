"""Choose the measure: new names."""

from typing import Any

import numpy as np

from exercises.named_entities.tags import KINDS
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    texts = [f"name {n}" for n in range(12)]
    known = texts[:6]
    found, true = [], []
    for _ in range(25):
        names = [
            [str(rng.choice(texts)), str(rng.choice(KINDS)), place]
            for place in range(0, 12, 4)
        ]
        true.append(names)
        said = [name for name in names if rng.random() < 0.7]
        said += [[str(rng.choice(texts)), "PER", 2 + n] for n in range(2)]
        found.append([[t, "ORG" if rng.random() < 0.2 else k, p]
                      for t, k, p in said])  # fmt: skip
    return {"found": found, "true": true, "known": known}


def _use(answer: Any, found: Any, true: Any, known: Any) -> Any:
    sides = (
        [{tuple(name) for name in names} for names in side]
        for side in (found, true)
    )
    return [float(value) for value in given(answer(*sides, set(known)))]


def _expected(
    found: list[Any], true: list[Any], known: list[str]
) -> list[float]:
    counts = np.zeros((2, 2))
    for said, wanted in zip(found, true, strict=True):
        for name in wanted:
            counts[int(name[0] in known)] += (name in said, 1)
    shares = counts[:, 0] / counts[:, 1]
    return [float(shares[1]), float(shares[0])]


EXERCISE = Exercise(
    section="new-names",
    hints=(
        "Take only the true names that are new. How many of these were found?",
        "Recall is a share of the true names. Sort the true names into two "
        "boxes, and give each box its own denominator.",
        "Go through the true names of every sentence; note whether the text "
        "is known, and whether the whole triple is among the found ones of "
        "the same sentence.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "that is the share of what was said, not of what is true",
            (
                "for said, wanted in zip(found, true)",
                "for said, wanted in zip(true, found)",
            ),
        ),
        Mistake(
            "a name of the wrong kind is counted as found",
            (
                "hits[old] += name in said",
                "hits[old] += name[::2] in {one[::2] for one in said}",
            ),
        ),
        Mistake(
            "both are divided by all true names; each group has its own number",
            (
                "return hits[1] / asked[1], hits[0] / asked[0]",
                "return hits[1] / sum(asked), hits[0] / sum(asked)",
            ),
        ),
        Mistake(
            "a name that occurs in several sentences is counted only once",
            (
                "        for name in wanted:\n",
                "        for name in sorted(wanted, key=lambda name: "
                "name[2]):\n"
                "            if name[0] in asked[2:]:\n"
                "                continue\n"
                "            asked.append(name[0])\n",
            ),
        ),
    ),
)
