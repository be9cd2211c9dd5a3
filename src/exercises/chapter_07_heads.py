"""Exercise 7.3: attention with several heads and a mask for padding.

The reference takes each head of each token on its own.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


def _ask(rng: np.random.Generator) -> Question:
    heads, d = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    tokens, size = int(rng.integers(6, 9)), heads * d
    lengths = [tokens, *rng.integers(2, tokens - 1, size=2)]
    matrices = {
        name: (rng.normal(size=(size, size)) * size**-0.25).astype("float32")
        for name in ("wq", "wk", "wv")
    }
    return {
        "x": rng.normal(size=(3, tokens, size)).astype("float32"),
        "real": np.arange(tokens) < rng.permutation(lengths)[:, None],
        **matrices,
        "heads": heads,
    }


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    reply = to_plain(given(answer(*values)))
    if not has_shape(reply, *question["x"].shape):
        return reply
    # What a padded place takes in is of no interest to anybody.
    return np.where(question["real"][..., None], reply, 0)


def _attend(
    x: Array,
    real: Array,
    wq: Array,
    wk: Array,
    wv: Array,
    heads: int,
    change: str = "",
) -> Array:
    """Go through texts, heads and tokens."""
    texts, tokens, size = x.shape
    if change == "one head":
        heads = 1
    d = size // heads
    q, k, v = (_cut(x.astype(float) @ w, heads, change) for w in (wq, wk, wv))
    found = np.zeros((texts, heads, tokens, d))
    scale = {"scale": size, "no scale": 1}.get(change, d) ** 0.5
    for text, head, token in np.ndindex(found.shape[:3]):
        fit = k[text, head] @ q[text, head, token] / scale
        powers = np.exp(fit)
        if change == "zero":
            powers[~real[text]] = 1
        elif change != "no mask":
            powers[~real[text]] = 0
        if change == "after":
            weights = powers / np.exp(fit).sum()
        else:
            weights = powers / powers.sum()
        found[text, head, token] = weights @ v[text, head]
    if change in ("not joined", "mixed twice"):
        joined = found.reshape(x.shape)
    else:
        joined = np.concatenate(list(found.swapaxes(0, 1)), axis=2)
    return np.where(real[..., None], joined, 0)


def _cut(vectors: Array, heads: int, change: str) -> Array:
    """Return the pieces of the vectors: (texts, heads, tokens, d)."""
    texts, tokens, size = vectors.shape
    if change in ("mixed", "mixed twice"):
        return vectors.reshape(texts, heads, tokens, size // heads)
    return np.stack(np.split(vectors, heads, axis=2), axis=1)


HEADS = Exercise(
    key="7.3",
    section="07_text_classification#heads-and-a-real-model",
    hints=(
        "Write the shape of each tensor behind its line. Which of its "
        "dimensions are the heads?",
        "Each head looks with its own piece of the vector, at all real "
        "tokens. The mask must fit (texts, heads, tokens, tokens), where the "
        "last dimension is what is looked at.",
        "First cut the last dimension into heads and pieces, then swap heads "
        "with tokens; at the end the same way back. Give the mask two new "
        "dimensions of one in the middle, and divide by the root of the "
        "length of a piece.",
    ),
    ask=_ask,
    use=_use,
    expected=_attend,
    mistakes=(
        Mistake(
            "no mask",
            "real tokens take something in from the padding",
            changed(_attend, "no mask"),
        ),
        Mistake(
            "zero",
            "a score of zero is not a weight of zero: think of the softmax",
            changed(_attend, "zero"),
        ),
        Mistake(
            "after",
            "the mask comes after the softmax, so the weights of the real "
            "tokens do not sum to one",
            changed(_attend, "after"),
        ),
        Mistake(
            "scale",
            "the products are divided by the root of the whole length: those "
            "of a head are shorter",
            changed(_attend, "scale"),
        ),
        Mistake(
            "no scale",
            "the products are not divided by the root of their length",
            changed(_attend, "no scale"),
        ),
        Mistake(
            "mixed",
            "the heads are made of pieces of different tokens: the shape is "
            "right, the order is not",
            changed(_attend, "mixed"),
        ),
        Mistake(
            "mixed twice",
            "the heads are made of pieces of different tokens, and the end "
            "does not set it right",
            changed(_attend, "mixed twice"),
        ),
        Mistake(
            "not joined",
            "the heads are right, but not put side by side again for each "
            "token",
            changed(_attend, "not joined"),
        ),
        Mistake(
            "one head",
            "there is only one head, as long as the whole vector",
            changed(_attend, "one head"),
        ),
    ),
)
