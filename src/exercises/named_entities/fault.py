"""What is wrong with these labels."""

from typing import Any

import numpy as np

from exercises.named_entities.tags import NOT_ASKED, align_one, pieces
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

FAULTS = ("fine", "padding", "pieces", "shifted")


def _ask(rng: np.random.Generator) -> Question:
    words = int(rng.integers(8, 14))
    word_ids = pieces(rng, words)
    word_ids[1:2] = [0, 0]  # a first word of several pieces
    tags = rng.integers(0, 9, size=words).tolist()
    fault = FAULTS[int(rng.integers(4))]
    labels = align_one(word_ids, tags, fault)
    return {
        "word_ids": word_ids,
        "labels": [
            label if word is not None or fault == "padding" else NOT_ASKED
            for word, label in zip(word_ids, labels, strict=True)
        ],
        "tags": tags,
    }


def _use(answer: Any, **question: Any) -> Any:
    return given(answer(*question.values()))


def _expected(
    word_ids: list[int | None], labels: list[int], tags: list[int]
) -> str:
    """Compare with the labels as each fault would give them."""
    if labels == align_one(word_ids, tags):
        return "fine"
    outside = [
        label
        for word, label in zip(word_ids, labels, strict=True)
        if word is None
    ]
    if set(outside) != {NOT_ASKED}:
        return "padding"
    if labels == align_one(word_ids, tags, "pieces"):
        return "pieces"
    return "shifted"


EXERCISE = Exercise(
    section="what-goes-wrong-labels-out-of-place",
    hints=(
        "Print the three rows for one sentence, and find the fault by eye "
        "before you write code.",
        "Three questions: do places without a word have a label? Do later "
        "pieces have one? Does the first piece of each word have its own?",
        "Ask in this order: padding, pieces with the label of their own word "
        "throughout, first pieces with another label. What passes is fine.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "labels on padding and special tokens go unseen",
            ('return "padding"', 'return "fine"'),
        ),
        Mistake(
            "the right number of labels is no proof: look where they stand",
            (
                "if labels == align(word_ids, tags)",
                "if sum(label != -100 for label in labels) == len(tags)",
            ),
        ),
        Mistake(
            "labels that are repeated on later pieces are not out of place",
            ('return "pieces"', 'return "shifted"'),
        ),
    ),
    rounds=16,
)
