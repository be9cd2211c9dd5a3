"""Project: learn a dictionary."""

from typing import Any

import numpy as np

from exercises.scored import has_shape
from exercises.translation.dictionaries import (
    counted_scores,
    score,
    sentences,
    vocabulary,
)
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

CLEARLY = 0.01


def _ask(rng: np.random.Generator) -> Question:
    one, two = vocabulary()
    return {
        "english": rng.permutation(len(one)),
        "spanish": rng.permutation(len(two)),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, english: Any, spanish: Any, seed: int) -> Any:
    import torch

    one, two = vocabulary()
    pairs = [
        (
            [int(english[one[word]]) for word in source],
            [int(spanish[two[word]]) for word in target],
        )
        for source, target in sentences("train")
    ]
    torch.manual_seed(seed)
    reply = to_plain(given(answer(pairs, len(one), len(two))))
    return np.array(reply) if isinstance(reply, list) else reply


def _of_reply(reply: Any, english: Any, spanish: Any) -> float:
    one, two = vocabulary()
    words = {int(spanish[n]): word for word, n in two.items()}
    told = {word: words[int(reply[english[n]])] for word, n in one.items()}
    return score(told)


def _no_words(reply: Any, english: Any, spanish: Any, seed: int) -> bool:
    if not has_shape(reply, *english.shape):
        return True
    whole = reply.dtype.kind in "iu"
    return not whole or not set(reply.tolist()) <= set(spanish.tolist())


EXERCISE = Exercise(
    section="baselines-first",
    hints=(
        "Which word would a frequent word such as 'the' take, if you only "
        "count what stands beside it? How could others get in its way?",
        "Each Spanish word of a pair has one count to give. It is shared among "
        "the English words of the pair, by what you believe so far; the "
        "shares are the new belief.",
        "List all links of all pairs once. Then, a few times: share the count "
        "of each place among its links, add up the shares of equal links, "
        "divide by the sum for each English word.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "return a whole number, that of a Spanish word, for each English "
            "word: (english,)",
            ("return best", "return best.float()"),
            ("return best", "return best[1:]"),
            shows=_no_words,
        ),
        Mistake(
            "every English word has the same translation",
            ("best[one // spanish] =", "_ ="),
            shows=lambda reply, **_: len(set(reply.tolist())) == 1,
        ),
        Mistake(
            "hardly a word is right: are English and Spanish numbers mixed up?",
            ("return best", "return best.flip(0)"),
            shows=lambda reply, english, spanish, seed: (
                _of_reply(reply, english, spanish) < 0.15
            ),
        ),
        Mistake(
            "it has learned, but not clearly more than a count of what stands "
            "side by side",
            ("range(5)", "range(1)"),
            (
                "chance = count / origin.bincount(count)[origin]",
                "chance = kind.bincount().float()",
            ),
            shows=lambda reply, english, spanish, seed: (
                _of_reply(reply, english, spanish)
                < max(counted_scores().values()) + CLEARLY
            ),
        ),
    ),
    rounds=1,
)
