"""Questions of SQuAD as numbers of words, for the chapter's project."""

import math
import re
from collections import Counter
from functools import cache

import numpy as np

from grading.exercise import Array

LONGEST = 10
WORDS = 120
QUESTIONS = {"train": 1000, "validation": 300}
KINDS = ("who", "when", "where", "how many|how much", "what|which", "why|how")


@cache
def questions(split: str) -> dict[str, Array]:
    """Return `QUESTIONS` of a split, in arrays.

    Returns
    -------
    dict
        ``features`` (questions, words, 11): five numbers of each word, and
        six that tell how its question begins; ``real`` (questions, words),
        False for padding; ``spans`` (questions, 2): first and last word of
        the answer.
    """
    from helpers.data import squad

    rows = squad()[split]
    known = _rarity()
    found = []
    step = 2 if split == "train" else 1
    for context, question, answers in zip(
        rows["context"][::step],
        rows["question"][::step],
        rows["answers"][::step],
        strict=True,
    ):
        words = list(re.finditer(r"\w+", context))
        start = answers["answer_start"][0]
        end = start + len(answers["text"][0])
        inside = [
            n
            for n, word in enumerate(words)
            if word.end() > start and word.start() < end
        ]
        if inside and len(words) <= WORDS:
            texts = [word[0] for word in words]
            span = (inside[0], inside[-1])
            found.append((_numbers(texts, question, known), span))
    return _stacked(found[: QUESTIONS[split]])


@cache
def _rarity() -> dict[str, float]:
    """Return a large number for a word in few training paragraphs."""
    from helpers.data import squad

    contexts = set(squad()["train"]["context"])
    having = Counter(
        word
        for text in contexts
        for word in set(re.findall(r"\w+", text.lower()))
    )
    return {
        word: math.log(1 + len(contexts) / (1 + count))
        for word, count in having.items()
    }


def _numbers(words: list[str], question: str, known: dict[str, float]) -> Array:
    """Describe each word: (words, 11)."""
    rare = max(known.values())
    asked = set(re.findall(r"\w+", question.lower()))
    rarity = np.array([known.get(word.lower(), rare) for word in words])
    hit = np.array([word.lower() in asked for word in words]) * rarity
    place = np.arange(len(words))
    near = (hit / (1 + np.abs(place[:, None] - place))).sum(1)
    number = [any(mark.isdigit() for mark in word) for word in words]
    capital = [word[0].isupper() for word in words]
    kind = [re.search(rf"\b({k})\b", question.lower()) for k in KINDS]
    of_word = np.stack([rarity, hit, near, number, capital], 1)
    of_question = np.tile(
        [found is not None for found in kind], (len(words), 1)
    )
    return np.concatenate([of_word, of_question], 1).astype("float32")


def _stacked(found: list[tuple[Array, tuple[int, int]]]) -> dict[str, Array]:
    """Pad to `WORDS` words."""
    features = np.zeros((len(found), WORDS, 11), "float32")
    real = np.zeros((len(found), WORDS), bool)
    for row, (numbers, _) in enumerate(found):
        features[row, : len(numbers)] = numbers
        real[row, : len(numbers)] = True
    spans = np.array([span for _, span in found])
    return {"features": features, "real": real, "spans": spans}
