"""Labels for sub-words."""

from typing import Any

import numpy as np

from exercises.named_entities.tags import align_one, pieces
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    words = [int(rng.integers(5, 12)) for _ in range(4)]
    return {
        "word_ids": [pieces(rng, count) for count in words],
        "tags": [rng.integers(0, 9, size=n + 2).tolist() for n in words],
    }


def _use(answer: Any, word_ids: Any, tags: Any) -> Any:
    pairs = zip(word_ids, tags, strict=True)
    return [to_plain(given(answer(*pair))) for pair in pairs]


def _expected(word_ids: Any, tags: Any) -> list[list[int]]:
    pairs = zip(word_ids, tags, strict=True)
    return [align_one(*pair) for pair in pairs]


EXERCISE = Exercise(
    section="labels-for-sub-words",
    hints=(
        "Write down pieces and words of one sentence, one below the other.",
        "Each word must be asked exactly once, and what belongs to no word "
        "never.",
        "Compare the word of each piece with that of the piece before. Only "
        "where they differ, and there is a word, stands a label.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "every piece of a word carries its label, so long words are asked "
            "several times",
            (" and word != before", ""),
        ),
        Mistake(
            "the label stands at the last piece of a word, not at the first",
            (
                "    return labels",
                "    return align(word_ids[::-1], tags)[::-1] if "
                "word_ids[1] == 0 else labels",
            ),
        ),
        Mistake(
            "the labels stand in the order of the words, as if each were one "
            "piece",
            (
                "    return labels",
                "    return [-100, *tags, *[-100] * 40][: len(labels)]",
            ),
        ),
        Mistake(
            "what is not asked has a label that the loss takes for a tag",
            ("else -100", "else 0"),
        ),
    ),
    rounds=2,
)
