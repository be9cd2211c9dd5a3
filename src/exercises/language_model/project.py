"""Project: a model of letters."""

from typing import Any

import numpy as np

from exercises.language_model.letters import (
    ASKED,
    LETTERS,
    bigram_perplexity,
    rows_of,
)
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

CLEARLY = 0.95


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
