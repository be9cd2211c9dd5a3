"""Exercises 8.1 and 8.6: scoring answers, and finding what is off.

The references count words one by one and compare places in NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


# 8.1: F1 of an answer

WORDS = ["in", "old", "town", "of", "king", "river", "1066", "war"]


def _ask_f1(rng: np.random.Generator) -> Question:
    def words() -> list[str]:
        return [str(word) for word in rng.choice(WORDS[:5], rng.integers(2, 7))]

    said = [words() for _ in range(5)]
    said[int(rng.integers(5))] = ["nothing", "shared"]
    return {"said": said, "golds": [[words() for _ in range(3)] for _ in said]}


def _use_f1(answer: Any, said: Any, golds: Any) -> Any:
    pairs = zip(said, golds, strict=True)
    return [to_plain(given(answer(*pair))) for pair in pairs]


def _f1(
    said: list[list[str]], golds: list[list[list[str]]], change: str = ""
) -> list[float]:
    """Score each answer; `change` names a mistake."""
    pairs = zip(said, golds, strict=True)
    return [_f1_of_one(words, many, change) for words, many in pairs]


def _f1_of_one(said: list[str], golds: list[list[str]], change: str) -> float:
    found = []
    for gold in golds:
        left, shared = list(gold), 0
        for word in set(said) if change == "set" else said:
            if word in left:
                left.remove(word)
                shared += 1
        sizes = len(said), len(gold)
        if change == "set":
            sizes = len(set(said)), len(set(gold))
        found.append(2 * shared / sum(sizes))
        if change == "arithmetic":
            found[-1] = (shared / sizes[0] + shared / sizes[1]) / 2
    if change == "mean":
        return sum(found) / len(found)
    return found[0] if change == "first" else max(found)


F1 = Exercise(
    key="8.1",
    section="08_question_answering#two-scores",
    hints=(
        "Do one right answer by hand, on paper. Which words are shared?",
        "Precision and recall have the same number on top: shared words, each "
        "as often as it stands in both.",
        "The intersection of two Counters keeps the smaller count of each "
        "word. Take the harmonic mean for every right answer, then the best.",
    ),
    ask=_ask_f1,
    use=_use_f1,
    expected=_f1,
    mistakes=(
        Mistake(
            "set",
            "a word that stands twice in both answers is counted once",
            changed(_f1, "set"),
        ),
        Mistake(
            "mean",
            "you average over the right answers; a match with one is enough",
            changed(_f1, "mean"),
        ),
        Mistake(
            "first",
            "you look at the first right answer only",
            changed(_f1, "first"),
        ),
        Mistake(
            "arithmetic",
            "that is the plain mean of precision and recall: it is too kind "
            "when one of them is small",
            changed(_f1, "arithmetic"),
        ),
    ),
    rounds=2,
)

# 8.6: which end is off


def _ask_end(rng: np.random.Generator) -> Question:
    start = rng.integers(20, 60, size=(80, 1))
    people = np.tile(np.arange(3), (80, 1))
    differ = [(1, 0), (0, 1), (1, 1)][int(rng.integers(3))]
    early, late = (rng.permuted(people, axis=1) * way for way in differ)
    golds = np.stack([start - early, start + 3 + late], axis=2)
    said = golds[np.arange(80), rng.integers(3, size=80)]
    off = rng.random(size=(80, 2)) < rng.choice([0.12, 0.8], size=2)
    return {"said": said + off * [-4, 4], "golds": golds}


def _end(said: Array, golds: Array, change: str = "") -> str:
    if change == "first":
        golds = golds[:, :1]
    same = said[:, None] == golds
    right = same.any(1).mean(0)
    if change == "pair":
        right = np.tile(same.all(2).any(1).mean(), 2)
    off = [bool(share < 0.5) for share in right]
    if change == "swapped":
        off = off[::-1]
    if all(off):
        return "both"
    return "neither" if not any(off) else "start" if off[0] else "end"


END = Exercise(
    key="8.6",
    section="08_question_answering#a-page-of-answers",
    hints=(
        "Look at the starts alone first. How often is one right?",
        "A place is right if it is the place of any of the right answers, as "
        "in Exact Match and F1.",
        "Compare with all right answers at once by giving `said` a dimension "
        "more, ask for any of them, and take the share of the questions for "
        "each end.",
    ),
    ask=_ask_end,
    expected=_end,
    mistakes=(
        Mistake(
            "pair",
            "you ask for start and end at once, so each is blamed for the "
            "other",
            changed(_end, "pair"),
        ),
        Mistake(
            "first",
            "you compare with the first right answer only",
            changed(_end, "first"),
        ),
        Mistake(
            "swapped",
            "start and end are mixed up",
            changed(_end, "swapped"),
        ),
    ),
    rounds=10,
)
