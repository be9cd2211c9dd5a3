"""Project: a model of letters."""

from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

LETTERS = 48


CONTEXT = 8


CLEARLY = 0.95


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


def _ask(rng: np.random.Generator) -> Question:
    return {
        "names": rng.permutation(LETTERS),
        "rows": rng.permutation(ASKED),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, names: Array, rows: Array, seed: int) -> Any:
    import torch

    x, y = (torch.tensor(names[part]) for part in rows_of("train"))
    torch.manual_seed(seed)
    model = given(answer(x, y))
    return to_plain(model(torch.tensor(names[rows_of("validation")[0][rows]])))


def _true(reply: Array, names: Array, rows: Array) -> Array:
    y = names[rows_of("validation")[1][rows]]
    true: Array = reply[np.arange(len(y)), y].astype(float)
    return true


def _perplexity(reply: Array, names: Array, rows: Array) -> float:
    return float(np.exp(-_true(reply, names, rows).mean()))


def _not_sums(reply: Array, **_: Any) -> bool:
    with np.errstate(over="ignore"):
        sums = np.exp(reply.astype(float)).sum(1)
    return not np.allclose(sums, 1, atol=1e-3)


BRIEF = (".split(256):", ".split(256)[:1]:")

EXERCISE = Exercise(
    section="only-the-same-unit-compares",
    hints=(
        "What would the perplexity be if you only knew the last letter? You "
        "are given eight.",
        "A vector for each letter, the eight side by side, a hidden layer, and "
        "a score for each letter that may follow.",
        "nn.Embedding, Flatten, Linear, ReLU, Linear, trained with "
        "cross-entropy and Adam on batches of some hundred rows; at the end a "
        "log-softmax over the letters.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give 48 log-probabilities a row: (rows, 48)",
            ("nn.Linear(128, 48)", "nn.Linear(128, 49)", *BRIEF),
            shows=lambda reply, **_: not has_shape(reply, ASKED, LETTERS),
        ),
        Mistake(
            "these are no log-probabilities: their exponentials do not sum to "
            "one",
            ("return model", "return model[:-1]", *BRIEF),
            shows=_not_sums,
        ),
        Mistake(
            "a letter that did come was called impossible: the perplexity is "
            "infinite",
            (
                "return model",
                "return lambda x: nn.functional.one_hot(\n"
                "        model(x).argmax(dim=1), 48).log()",
                *BRIEF,
            ),
            shows=lambda reply, names, rows, seed: (
                float(_true(reply, names, rows).min()) < -50
            ),
        ),
        Mistake(
            "the model has learned no more than how frequent letters are",
            ("lr=0.004", "lr=0.0"),
            shows=lambda reply, names, rows, seed: (
                _perplexity(reply, names, rows) > 17
            ),
        ),
        Mistake(
            "it has learned, but counting pairs of letters does as well",
            ("    adam =", "    x = x * (torch.arange(8) == 7)\n    adam ="),
            shows=lambda reply, names, rows, seed: (
                not _perplexity(reply, names, rows)
                < CLEARLY * bigram_perplexity()
            ),
        ),
    ),
    rounds=1,
)
