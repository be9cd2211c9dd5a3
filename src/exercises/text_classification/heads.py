"""Attention with heads and a mask."""

from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


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


def _expected(
    x: Array, real: Array, wq: Array, wk: Array, wv: Array, heads: int
) -> Array:
    """Go through texts, heads and tokens."""
    texts, tokens, size = x.shape
    d = size // heads
    q, k, v = (_cut(x.astype(float) @ w, heads) for w in (wq, wk, wv))
    found = np.zeros((texts, heads, tokens, d))
    for text, head, token in np.ndindex(found.shape[:3]):
        fit = k[text, head] @ q[text, head, token] / d**0.5
        powers = np.exp(fit)
        powers[~real[text]] = 0
        weights = powers / powers.sum()
        found[text, head, token] = weights @ v[text, head]
    joined = np.concatenate(list(found.swapaxes(0, 1)), axis=2)
    return np.where(real[..., None], joined, 0)


def _cut(vectors: Array, heads: int) -> Array:
    """Return the pieces of the vectors: (texts, heads, tokens, d)."""
    return np.stack(np.split(vectors, heads, axis=2), axis=1)


CUT = "(x @ w).view(texts, tokens, heads, size // heads).transpose(1, 2)"
SOFTMAX = "weights = fit.softmax(dim=-1)"

EXERCISE = Exercise(
    section="heads-and-a-real-model",
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
    expected=_expected,
    mistakes=(
        Mistake(
            "real tokens take something in from the padding",
            ('fit.masked_fill(~real[:, None, None], float("-inf"))', "fit"),
        ),
        Mistake(
            "a score of zero is not a weight of zero: think of the softmax",
            ('float("-inf")', "0.0"),
        ),
        Mistake(
            "the mask comes after the softmax, so the weights of the real "
            "tokens do not sum to one",
            (
                'fit = fit.masked_fill(~real[:, None, None], float("-inf"))\n'
                "    weights = fit.softmax(dim=-1)",
                "weights = fit.softmax(dim=-1) * real[:, None, None]",
            ),
        ),
        Mistake(
            "the products are divided by the root of the whole length: those "
            "of a head are shorter",
            ("q.shape[-1] ** 0.5", "size**0.5"),
        ),
        Mistake(
            "the products are not divided by the root of their length",
            (" / q.shape[-1] ** 0.5", ""),
        ),
        Mistake(
            "the heads are made of pieces of different tokens: the shape is "
            "right, the order is not",
            (CUT, "(x @ w).view(texts, heads, tokens, -1)"),
        ),
        Mistake(
            "the heads are made of pieces of different tokens, and the end "
            "does not set it right",
            (
                SOFTMAX,
                "q, k, v = (\n"
                "        (x @ w).view(texts, heads, tokens, -1) for w in "
                "(wq, wk, wv)\n"
                "    )\n"
                "    fit = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5\n"
                "    fit = fit.masked_fill(~real[:, None, None], "
                'float("-inf"))\n'
                "    return (fit.softmax(dim=-1) @ v).reshape(x.shape)",
            ),
        ),
        Mistake(
            "the heads are right, but not put side by side again for each "
            "token",
            (".transpose(1, 2).flatten(2)", ".reshape(x.shape)"),
        ),
        Mistake(
            "there is only one head, as long as the whole vector",
            ("texts, tokens, size =", "heads = 1\n    texts, tokens, size ="),
        ),
    ),
)
