"""Short sentences, and dictionaries that only count."""

import re
from collections import Counter
from functools import cache

Pair = tuple[list[str], list[str]]
PAIRS = {"train": 6000, "validation": 1500}
LONGEST = 8


@cache
def sentences(split: str) -> list[Pair]:
    """Return English and Spanish words of short sentences."""
    from helpers.data import english_spanish

    rows = english_spanish()[split]
    both = zip(rows["english"][:], rows["spanish"][:], strict=True)
    found = [tuple(words_of(text) for text in pair) for pair in both]
    short = [pair for pair in found if len(pair[0]) <= LONGEST]
    return [(one, two) for one, two in short[: PAIRS[split]]]


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return re.findall(r"[\w']+", text.lower())


@cache
def vocabulary() -> tuple[dict[str, int], dict[str, int]]:
    """Return a number for each training word of either language."""
    sides = zip(*sentences("train"), strict=True)
    one, two = (
        {word: n for n, word in enumerate(sorted({w for s in side for w in s}))}
        for side in sides
    )
    return one, two


def score(best: dict[str, str]) -> float:
    """Return the F1 of words, of translating word for word."""
    found = said = true = 0
    for english, spanish in sentences("validation"):
        ours = Counter(best[word] for word in english if word in best)
        found += (ours & Counter(spanish)).total()
        said += len(english)
        true += len(spanish)
    return 2 * found / (said + true)


@cache
def counted_scores() -> dict[str, float]:
    """Return the scores of two dictionaries that only count."""
    together: dict[str, Counter[str]] = {}
    often: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for english, spanish in sentences("train"):
        often.update(set(spanish))
        alone.update(set(english))
        for word in set(english):
            together.setdefault(word, Counter()).update(set(spanish))
    plain = {w: c.most_common(1)[0][0] for w, c in together.items() if c}
    dice = {
        w: max(c, key=lambda other: 2 * c[other] / (alone[w] + often[other]))
        for w, c in together.items()
        if c
    }
    return {"plain": score(plain), "dice": score(dice)}
