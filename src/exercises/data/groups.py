"""Split by groups."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question

SEEDS = (1, 1, 2, 3, 4, 5)
"""The first two ask for the same split."""


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([1, 2, 14, 15] * 15)  # few rows, or many
    groups = rng.permutation(np.repeat(rng.permutation(90)[:60], sizes))
    first = float(rng.choice([0.5, 0.6, 0.7]))
    return {"groups": groups, "shares": [first, 0.2, round(0.8 - first, 1)]}


def _use(answer: Any, groups: Array, shares: Any) -> Any:
    """Return the rows of each split, for each seed."""
    splits = []
    for seed in SEEDS:
        found = given(answer(to_tensor(groups), list(shares), seed))
        splits.append([np.sort(rows) for rows in to_plain(list(found))])
    return splits


def _not_once(reply: Any, groups: Array, shares: Any) -> bool:
    rows = [sorted(np.concatenate(split)) for split in reply]
    return any(one != list(range(len(groups))) for one in rows)


def _torn(reply: Any, groups: Array, **_: Any) -> bool:
    ids = [[*np.unique(groups[rows])] for split in reply for rows in split]
    return sum(map(len, ids)) != len(reply) * len(np.unique(groups))


def _off(reply: Any, groups: Array, shares: Any) -> bool:
    """Tell whether a split misses its share by more than a group."""
    sizes = np.array([[len(rows) for rows in split] for split in reply])
    gaps = np.abs(sizes - len(groups) * np.array(shares))
    return bool(gaps.max() > np.unique(groups, return_counts=True)[1].max())


def _same(one: Any, other: Any) -> bool:
    return all(map(np.array_equal, one, other))


EXERCISE = Exercise(
    section="groups",
    hints=(
        "What do you shuffle: the rows, or something else?",
        "Shuffle the groups with a generator of your own, and count rows, "
        "not groups, to know where a split ends.",
        "Add up the sizes of the shuffled groups. A group belongs to the "
        "split in whose share of the rows the middle of the group lies.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "each row must be in exactly one of the splits",
            ("range(len(shares))", "range(len(shares) - 1)"),
            shows=_not_once,
        ),
        Mistake(
            "a group has rows in more than one split",
            ("groups.unique(", "torch.arange(len(groups)).unique("),
            shows=_torn,
        ),
        Mistake(
            "the same seed gave two different splits",
            ("generator=order", "generator=None"),
            shows=lambda reply, **_: not _same(*reply[:2]),
        ),
        Mistake(
            "another seed gives the same split",
            ("manual_seed(seed)", "manual_seed(0)"),
            ("torch.randperm(len(ids), generator=order)", "ids.argsort()"),
            shows=lambda reply, **_: any(_same(reply[0], r) for r in reply[2:]),
        ),
        Mistake(
            "a split misses its share of the rows by more than a group",
            ("sizes[drawn]", "drawn.ge(0)", "len(groups)", "len(ids)"),
            shows=_off,
        ),
    ),
)
