"""Find the two planted bugs."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

BATCH = 4


def _ask(rng: np.random.Generator) -> Question:
    lengths = rng.permutation([3, 4, 5, 7, 8, 10, 11, 13, 16, 18])
    return {
        "rows": [[int(n) for n in rng.integers(1, 30, k)] for k in lengths],
        "words": rng.normal(size=(30, 5)).astype("float32"),
        "places": rng.normal(size=(20, 5)).astype("float32"),
    }


def _use(answer: Any, rows: Any, words: Array, places: Array) -> Any:
    import torch

    table, where = torch.tensor(words), torch.tensor(places)

    def encode(ids: Any, mask: Any) -> Any:
        """Mix each token with the mean of what the mask lets through."""
        states = table[ids] + where[: ids.shape[1]]
        seen = mask.unsqueeze(-1).float()
        mean = (states * seen).sum(1, keepdim=True) / seen.sum(1, keepdim=True)
        return states + mean / 2

    return to_plain(given(answer(encode, [list(row) for row in rows])))


def _expected(rows: list[list[int]], words: Array, places: Array) -> Array:
    """Return the vectors, one text after the other."""
    by_length = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    found = np.zeros((len(rows), words.shape[1]))
    for first in range(0, len(rows), BATCH):
        some = by_length[first : first + BATCH]
        width = max(len(rows[n]) for n in some)
        for n in some:
            ids = np.array(rows[n])
            padded = np.append(ids, np.zeros(width - len(ids), dtype=int))
            states = words[padded] + places[:width]
            states = states + states[: len(ids)].mean(0) / 2
            found[n] = states[: len(ids)].mean(0)
    return found


MEANS = "(encode(ids, mask) * real).sum(dim=1) / real.sum(dim=1)"

EXERCISE = Exercise(
    section="frozen-the-encoder-as-it-is",
    hints=(
        "Give it one text alone, then the same text together with longer "
        "ones. What changes, and where does it stand?",
        "The mean of the real tokens is their sum, divided by how many they "
        "are. And whoever sorts texts has to put the results back.",
        "Divide by the sum of the mask of each text, and write each vector "
        "to the place that its text had in the list.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the vectors of short texts are too small, and that is not all",
            (
                MEANS,
                "(encode(ids, mask) * real).mean(dim=1)",
                "zip(some, means)",
                "zip(range(first, first + 4), means)",
            ),
        ),
        Mistake(
            "the vectors do not stand in the order of the texts",
            ("zip(some, means)", "zip(range(first, first + 4), means)"),
        ),
        Mistake(
            "a text gets a smaller vector when it stands with longer ones",
            (MEANS, "(encode(ids, mask) * real).mean(dim=1)"),
        ),
        Mistake(
            "you divide by the mean number of tokens in the batch: each text "
            "has its own",
            ("/ real.sum(dim=1)", "/ real.sum() * len(ids)"),
        ),
        Mistake(
            "the mean counts the padding",
            (MEANS, "encode(ids, mask).mean(dim=1)"),
        ),
        Mistake(
            "encode reads the padding: it needs the mask",
            ("encode(ids, mask)", "encode(ids, ids >= 0)"),
        ),
        Mistake(
            "that is the vector of the first token, not a mean",
            (MEANS, "encode(ids, mask)[:, 0]"),
        ),
    ),
)
