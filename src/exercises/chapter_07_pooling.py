"""Exercise 7.4: two planted bugs on the way to one vector a text.

The reference encodes each text alone, so it needs neither padding nor order.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
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


def _vectors(
    rows: list[list[int]], words: Array, places: Array, change: str = ""
) -> Array:
    """Return the vectors, one text after the other."""
    by_length = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    found = np.zeros((len(rows), words.shape[1]))
    for first in range(0, len(rows), BATCH):
        some = by_length[first : first + BATCH]
        width = max(len(rows[n]) for n in some)
        mean_length = np.mean([len(rows[n]) for n in some])
        for n in some:
            ids = np.array(rows[n])
            padded = np.append(ids, np.zeros(width - len(ids), dtype=int))
            seen = padded if change == "no mask" else ids
            states = words[padded] + places[:width]
            states = states + states[: len(seen)].mean(0) / 2
            mean = states[: len(ids)].mean(0)
            if change in ("all tokens", "both"):
                mean = states[: len(ids)].sum(0) / width
            if change == "batch":
                mean = states[: len(ids)].sum(0) / mean_length
            if change == "padding":
                mean = states.mean(0)
            found[n] = states[0] if change == "first" else mean
    return found[by_length] if change in ("order", "both") else found


POOL = Exercise(
    key="7.4",
    section="07_text_classification#frozen-the-encoder-as-it-is",
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
    expected=_vectors,
    mistakes=(
        Mistake(
            "both",
            "the vectors of short texts are too small, and that is not all",
            changed(_vectors, "both"),
        ),
        Mistake(
            "order",
            "the vectors do not stand in the order of the texts",
            changed(_vectors, "order"),
        ),
        Mistake(
            "all tokens",
            "a text gets a smaller vector when it stands with longer ones",
            changed(_vectors, "all tokens"),
        ),
        Mistake(
            "batch",
            "you divide by the mean number of tokens in the batch: each text "
            "has its own",
            changed(_vectors, "batch"),
        ),
        Mistake(
            "padding",
            "the mean counts the padding",
            changed(_vectors, "padding"),
        ),
        Mistake(
            "no mask",
            "encode reads the padding: it needs the mask",
            changed(_vectors, "no mask"),
        ),
        Mistake(
            "first",
            "that is the vector of the first token, not a mean",
            changed(_vectors, "first"),
        ),
    ),
)
