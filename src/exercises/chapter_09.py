"""Chapter 9: tags, scores of names, alignment, new names, a small tagger.

The references are written in plain Python and NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_09_name_tagger import PROJECT
from exercises.chapter_09_scored_names import NAMES, RECALL, SCORES
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
NOT_ASKED = -100

# 9.3: labels for sub-words


def _pieces(rng: np.random.Generator, words: int) -> list[int | None]:
    """Return the word of each piece, with special tokens and padding."""
    counts = rng.integers(1, 4, size=words)
    middle = [word for word in range(words) for _ in range(counts[word])]
    return [None, *middle, None, *[None] * int(rng.integers(1, 4))]


def _ask_align(rng: np.random.Generator) -> Question:
    words = [int(rng.integers(5, 12)) for _ in range(4)]
    return {
        "word_ids": [_pieces(rng, count) for count in words],
        "tags": [rng.integers(0, 9, size=n + 2).tolist() for n in words],
    }


def _use_align(answer: Any, word_ids: Any, tags: Any) -> Any:
    pairs = zip(word_ids, tags, strict=True)
    return [to_plain(given(answer(*pair))) for pair in pairs]


def _align(word_ids: Any, tags: Any, change: str = "") -> list[list[int]]:
    pairs = zip(word_ids, tags, strict=True)
    return [_align_one(*pair, change) for pair in pairs]


def _align_one(
    words: list[int | None], tags: list[int], change: str
) -> list[int]:
    empty = 0 if change == "zero" else NOT_ASKED
    labels = [empty] * len(words)
    if change == "shifted":
        labels[1 : len(tags) + 1] = tags
        return labels[: len(words)]
    places = list(enumerate(words))
    for place, word in places if change == "last" else reversed(places):
        if word is not None:
            labels[place] = tags[word]
            later = place > 0 and words[place - 1] == word
            if change == "last":
                later = place + 1 < len(words) and words[place + 1] == word
            if later and change != "all":
                labels[place] = empty
    return labels


ALIGN = Exercise(
    key="9.3",
    section="09_named_entities#labels-for-sub-words",
    hints=(
        "Write down pieces and words of one sentence, one below the other.",
        "Each word must be asked exactly once, and what belongs to no word "
        "never.",
        "Compare the word of each piece with that of the piece before. Only "
        "where they differ, and there is a word, stands a label.",
    ),
    ask=_ask_align,
    use=_use_align,
    expected=_align,
    mistakes=(
        Mistake(
            "all",
            "every piece of a word carries its label, so long words are asked "
            "several times",
            changed(_align, "all"),
        ),
        Mistake(
            "last",
            "the label stands at the last piece of a word, not at the first",
            changed(_align, "last"),
        ),
        Mistake(
            "shifted",
            "the labels stand in the order of the words, as if each were one "
            "piece",
            changed(_align, "shifted"),
        ),
        Mistake(
            "zero",
            "what is not asked has a label that the loss takes for a tag",
            changed(_align, "zero"),
        ),
    ),
    rounds=2,
)

# 9.4: a planted bug in the score of a batch


def _ask_batch(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(3, 8, size=3), 12)
    labels = rng.integers(0, 4, size=(4, 12))
    labels[np.arange(12) >= lengths[:, None]] = NOT_ASKED
    labels[:, 0] = NOT_ASKED
    logits = rng.normal(size=(4, 12, 4))
    logits[np.arange(4)[:, None], np.arange(12), labels.clip(0)] += 1
    return {"logits": logits.astype("float32"), "labels": labels}


def _batch(logits: Array, labels: Array, change: str = "") -> list[float]:
    asked = labels != NOT_ASKED
    powers = np.exp(logits.astype(float))
    shares = powers / powers.sum(2, keepdims=True)
    picked = np.take_along_axis(shares, labels.clip(0)[:, :, None], 2)[..., 0]
    hits = (logits.argmax(2) == labels) & asked
    loss, right = -np.log(picked[asked]).mean(), hits.sum() / asked.sum()
    if change == "padding":
        right = hits.mean()
    if change == "sentences":
        right = (hits.sum(1) / asked.sum(1)).mean()
    if change == "count":
        right = hits.sum()
    if change == "loss":
        loss = -np.where(asked, np.log(picked), 0).mean()
    return [float(loss), float(right)]


BATCH = Exercise(
    key="9.4",
    section="09_named_entities#the-model-and-its-step",
    hints=(
        "What would a perfect model score in this batch?",
        "The loss leaves out -100 by itself. Does the share do so, too?",
        "Say which tokens are asked; look at these only, all sentences "
        "together.",
    ),
    ask=_ask_batch,
    expected=_batch,
    mistakes=(
        Mistake(
            "padding",
            "tokens that are not asked count as wrong answers",
            changed(_batch, "padding"),
        ),
        Mistake(
            "sentences",
            "a short sentence counts as much as a long one",
            changed(_batch, "sentences"),
        ),
        Mistake(
            "count",
            "that is how many are right, not which share",
            changed(_batch, "count"),
        ),
        Mistake(
            "loss",
            "the loss is divided by all tokens, not by those that are asked",
            changed(_batch, "loss"),
        ),
    ),
)

# 9.5: what is wrong with these labels


def _ask_fault(rng: np.random.Generator) -> Question:
    words = int(rng.integers(8, 14))
    word_ids = _pieces(rng, words)
    word_ids[1:2] = [0, 0]  # a first word of several pieces
    tags = rng.integers(0, 9, size=words).tolist()
    faults = {"fine": "", "padding": "zero", "pieces": "all"}
    names = [*faults, "shifted"]
    fault = names[int(rng.integers(4))]
    labels = _align_one(word_ids, tags, faults.get(fault, fault))
    return {
        "word_ids": word_ids,
        "labels": [
            label if word is not None or fault == "padding" else NOT_ASKED
            for word, label in zip(word_ids, labels, strict=True)
        ],
        "tags": tags,
    }


def _use_fault(answer: Any, **question: Any) -> Any:
    return given(answer(*question.values()))


def _fault(
    word_ids: list[int | None],
    labels: list[int],
    tags: list[int],
    change: str = "",
) -> str:
    """Compare with the labels as each fault would give them."""
    if labels == _align_one(word_ids, tags, ""):
        return "fine"
    outside = [
        label
        for word, label in zip(word_ids, labels, strict=True)
        if word is None
    ]
    if set(outside) != {NOT_ASKED}:
        return "fine" if change == "padding unseen" else "padding"
    if labels == _align_one(word_ids, tags, "all"):
        return "shifted" if change == "pieces for shifted" else "pieces"
    counted = sum(label != NOT_ASKED for label in labels)
    if change == "by number" and counted == len(tags):
        return "fine"
    return "shifted"


FAULT = Exercise(
    key="9.5",
    section="09_named_entities#what-goes-wrong-labels-out-of-place",
    hints=(
        "Print the three rows for one sentence, and find the fault by eye "
        "before you write code.",
        "Three questions: do places without a word have a label? Do later "
        "pieces have one? Does the first piece of each word have its own?",
        "Ask in this order: padding, pieces with the label of their own word "
        "throughout, first pieces with another label. What passes is fine.",
    ),
    ask=_ask_fault,
    use=_use_fault,
    expected=_fault,
    mistakes=(
        Mistake(
            "padding unseen",
            "labels on padding and special tokens go unseen",
            changed(_fault, "padding unseen"),
        ),
        Mistake(
            "by number",
            "the right number of labels is no proof: look where they stand",
            changed(_fault, "by number"),
        ),
        Mistake(
            "pieces for shifted",
            "labels that are repeated on later pieces are not out of place",
            changed(_fault, "pieces for shifted"),
        ),
    ),
    rounds=16,
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (NAMES, SCORES, ALIGN, BATCH, FAULT, RECALL, PROJECT)
}
