"""Labels of pieces of words, for the references of the chapter."""

import numpy as np

NOT_ASKED = -100
KINDS = ("PER", "ORG", "LOC")


def pieces(rng: np.random.Generator, words: int) -> list[int | None]:
    """Return the word of each piece, with special tokens and padding."""
    counts = rng.integers(1, 4, size=words)
    middle = [word for word in range(words) for _ in range(counts[word])]
    return [None, *middle, None, *[None] * int(rng.integers(1, 4))]


def align_one(
    words: list[int | None], tags: list[int], fault: str = ""
) -> list[int]:
    """Return the label of each piece, or what one of three faults gives.

    The faults are "padding", which is asked too; "pieces", all of a word
    instead of the first; and "shifted", by ignoring that words have pieces.
    """
    empty = 0 if fault == "padding" else NOT_ASKED
    labels = [empty] * len(words)
    if fault == "shifted":
        labels[1 : len(tags) + 1] = tags
        return labels[: len(words)]
    for place, word in enumerate(words):
        is_first = place == 0 or words[place - 1] != word
        if word is not None and (is_first or fault == "pieces"):
            labels[place] = tags[word]
    return labels
