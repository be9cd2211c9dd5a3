"""Score an answer."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

WORDS = ["in", "old", "town", "of", "king", "river", "1066", "war"]


def _ask(rng: np.random.Generator) -> Question:
    def words() -> list[str]:
        return [str(word) for word in rng.choice(WORDS[:5], rng.integers(2, 7))]

    said = [words() for _ in range(5)]
    said[int(rng.integers(5))] = ["nothing", "shared"]
    return {"said": said, "golds": [[words() for _ in range(3)] for _ in said]}


def _use(answer: Any, said: Any, golds: Any) -> Any:
    pairs = zip(said, golds, strict=True)
    return [to_plain(given(answer(*pair))) for pair in pairs]


def _expected(
    said: list[list[str]], golds: list[list[list[str]]]
) -> list[float]:
    """Score each answer."""
    pairs = zip(said, golds, strict=True)
    return [_f1_of_one(words, many) for words, many in pairs]


def _f1_of_one(said: list[str], golds: list[list[str]]) -> float:
    found = []
    for gold in golds:
        left, shared = list(gold), 0
        for word in said:
            if word in left:
                left.remove(word)
                shared += 1
        sizes = len(said), len(gold)
        found.append(2 * shared / sum(sizes))
    return max(found)


EXERCISE = Exercise(
    section="two-scores",
    hints=(
        "Do one right answer by hand, on paper. Which words are shared?",
        "Precision and recall have the same number on top: shared words, each "
        "as often as it stands in both.",
        "The intersection of two Counters keeps the smaller count of each "
        "word. Take the harmonic mean for every right answer, then the best.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a word that stands twice in both answers is counted once",
            (
                "(Counter(said) & Counter(gold)).total()\n"
                "        found.append(2 * shared / (len(said) + len(gold)))",
                "len(set(said) & set(gold))\n"
                "        sizes = len(set(said)) + len(set(gold))\n"
                "        found.append(2 * shared / sizes)",
            ),
        ),
        Mistake(
            "you average over the right answers; a match with one is enough",
            ("max(found)", "sum(found) / len(found)"),
        ),
        Mistake(
            "you look at the first right answer only",
            ("max(found)", "found[0]"),
        ),
        Mistake(
            "that is the plain mean of precision and recall: it is too kind "
            "when one of them is small",
            (
                "2 * shared / (len(said) + len(gold))",
                "(shared / len(said) + shared / len(gold)) / 2",
            ),
        ),
    ),
    rounds=2,
)
