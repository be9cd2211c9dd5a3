"""Numbers for levels."""

from collections import Counter

import numpy as np

from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne")


def _ask(rng: np.random.Generator) -> Question:
    """Draw rows in which a level is one short of the smallest count."""
    picked = rng.choice(len(SYLLABLES) ** 3, size=8, replace=False)
    levels = [
        SYLLABLES[n // 100] + SYLLABLES[n // 10 % 10] + SYLLABLES[n % 10]
        for n in picked
    ]
    min_count = int(rng.integers(6, 10))
    counts = rng.permutation([21, 16, 13, 10, 9, 5, min_count - 1, 2])
    train = [*np.repeat(levels, counts).tolist(), *[None] * 6]
    new = [*levels, "zzz", "aaa", None, *rng.choice(levels, size=4).tolist()]
    return {
        "train": [train[n] for n in rng.permutation(len(train))],
        "new": [new[n] for n in rng.permutation(len(new))],
        "min_count": min_count,
    }


def _expected(
    train: list[str | None], new: list[str | None], min_count: int
) -> list[int]:
    counts = Counter(level for level in train if level is not None)
    kept = sorted(level for level, n in counts.items() if n >= min_count)
    numbers: dict[str | None, int] = {k: n for n, k in enumerate(kept, 2)}
    numbers[None] = 1
    return [numbers.get(level, 0) for level in new]


EXERCISE = Exercise(
    section="categories-become-numbers-and-some-levels-are-new",
    hints=(
        "Which rows may you look at to learn the levels?",
        "Two numbers are kept back: one for what training cannot teach, one "
        "for gaps.",
        "Count the levels of train without None, keep the frequent ones in "
        "the order of the alphabet, number them from 2 on, and look up new "
        "with 0 as the answer for what is not found.",
    ),
    ask=_ask,
    use=lambda answer, **q: [int(code) for code in given(answer(*q.values()))],
    expected=_expected,
    mistakes=(
        Mistake(
            "the new rows were looked at when the levels were counted",
            ("level in train", "level in train + new"),
        ),
        Mistake(
            "a rare level has a number of its own, with too few rows to learn",
            (" if counts[level] >= min_count", ""),
        ),
        Mistake(
            "a gap has the number of unseen levels: what it says is lost",
            ("    number_of[None] = 1\n", ""),
        ),
        Mistake(
            "the levels are numbered in another order than the alphabet's",
            (
                "sorted(level for level in counts if counts[level] >= "
                "min_count)",
                "[k for k, n in counts.most_common() if n >= min_count]",
            ),
        ),
    ),
)
