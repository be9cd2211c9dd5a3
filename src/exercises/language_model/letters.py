"""A text as numbers of letters, and what pairs of letters reach."""

from functools import cache

import numpy as np

from grading.exercise import Array

LETTERS = 48
CONTEXT = 8
TRAINED, ASKED, APART = 100_000, 5_000, 20


@cache
def numbers(split: str) -> Array:
    """Return a text as numbers of letters."""
    from helpers.data import wikitext2

    size = TRAINED if split == "train" else ASKED * APART
    texts = {}
    for part in ("train", split):
        lines = wikitext2()[part]["text"][:3000]
        texts[part] = "".join(line for line in lines if line.strip())
    codes = np.frombuffer(texts["train"].encode("utf-32-le"), np.uint32)
    known, counts = np.unique(codes, return_counts=True)
    frequent = np.sort(known[counts.argsort()[::-1][: LETTERS - 1]])
    told = np.frombuffer(texts[split].encode("utf-32-le"), np.uint32)
    told = told[: size + CONTEXT]
    place = np.searchsorted(frequent, told).clip(max=LETTERS - 2)
    rest = LETTERS - 1
    return np.where(frequent[place] == told, place, rest).astype(np.int64)


def rows_of(split: str) -> tuple[Array, Array]:
    """Return contexts (rows, 8) and what follows (rows,).

    In the validation part no letter to guess stands in another context.
    """
    told = numbers(split)
    step = 1 if split == "train" else APART
    windows = np.lib.stride_tricks.sliding_window_view(told, CONTEXT + 1)
    return windows[::step, :CONTEXT], windows[::step, CONTEXT]


@cache
def bigram_perplexity() -> float:
    """Return that of pairs, at the best weight against single letters."""
    known = numbers("train")
    pairs = np.bincount(known[:-1] * LETTERS + known[1:], minlength=LETTERS**2)
    pairs = pairs.reshape(LETTERS, LETTERS)
    share = pairs / pairs.sum(1, keepdims=True).clip(1)
    single = np.bincount(known, minlength=LETTERS) / len(known)
    x, y = rows_of("validation")
    chances = [
        weight * share[x[:, -1], y] + (1 - weight) * single[y]
        for weight in (0.8, 0.9, 0.95, 0.99, 0.999)
    ]
    return float(min(np.exp(-np.log(p).mean()) for p in chances))
