"""Pieces found."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    def words(low: int, high: int) -> list[str]:
        size = int(rng.integers(low, high))
        return [str(word) for word in rng.choice(list("abcd"), size)]

    cases = []
    for n in (1, 1, 2, 2, 3):
        golds = [words(5, 9) for _ in range(3)]
        cases.append([words(7, 12), golds, n])
    return {"cases": cases}


def _use(answer: Any, cases: list[list[Any]]) -> Any:
    return [to_plain(given(answer(*case))) for case in cases]


def _runs(words: list[str], n: int) -> list[str]:
    return [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]


def _expected(cases: list[list[Any]]) -> list[list[int]]:
    return [_clipped_one(said, golds, n) for said, golds, n in cases]


def _clipped_one(said: list[str], golds: list[list[str]], n: int) -> list[int]:
    written, found = _runs(said, n), 0
    for run in set(written):
        room = max(_runs(gold, n).count(run) for gold in golds)
        found += min(written.count(run), room)
    return [found, len(written)]


EXERCISE = Exercise(
    section="bleu-by-hand",
    hints=(
        "Someone writes 'the the the the'. How many of these should count as "
        "found?",
        "A piece is found at most as often as it stands in that reference "
        "which has most of it.",
        "Counters again: the union of the references keeps the larger count "
        "of each piece, the intersection with yours the smaller one.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "each copy of a frequent piece is counted as found",
            (
                "(pieces(said, n) & best).total()",
                "sum(c for p, c in pieces(said, n).items() if p in best)",
            ),
        ),
        Mistake(
            "the counts of the references are added up; a piece is clipped at "
            "the largest of them",
            ("best |= pieces", "best += pieces"),
        ),
        Mistake(
            "a piece may stand in any of the references, not only in the first",
            ("in golds:", "in golds[:1]:"),
        ),
        Mistake(
            "a piece that stands twice in both counts twice",
            (
                "return (pieces(said, n) & best).total(), pieces(said, "
                "n).total()",
                "return len(pieces(said, n) & best), len(pieces(said, n))",
            ),
        ),
    ),
    rounds=2,
)
