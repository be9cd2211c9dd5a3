"""Project: a small tagger."""

from typing import Any

import numpy as np

from exercises.named_entities.clues import (
    SENTENCES,
    clues,
    look_up_score,
    news,
    tag_names,
)
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "names": rng.permutation(9),
        "salt": int(rng.integers(2**31)),
        "rows": rng.permutation(SENTENCES["validation"]),
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, names: Array, salt: int, rows: Array, seed: int) -> Any:
    import torch

    sentences, tags = news("train")
    number = {tag: int(names[n]) for n, tag in enumerate(tag_names())}
    x = torch.tensor(clues(sentences, salt))
    y = torch.tensor([number[tag] for one in tags for tag in one])
    torch.manual_seed(seed)
    model = given(answer(x, y))
    held_out = news("validation")[0]
    shuffled = clues([held_out[row] for row in rows], salt)
    return to_plain(model(torch.tensor(shuffled)))


def _words() -> int:
    return sum(map(len, news("validation")[0]))


def _f1(reply: Array, names: Array, rows: Array) -> float:
    from helpers.metrics import entity_scores

    tags = {int(names[n]): tag for n, tag in enumerate(tag_names())}
    flat = iter(reply.argmax(1).tolist())
    wanted = [news("validation")[1][row] for row in rows]
    said = [[tags[next(flat)] for _ in one] for one in wanted]
    return entity_scores(said, wanted).f1


BRIEF = ("range(3)", "range(1)")

EXERCISE = Exercise(
    section="a-baseline-first-look-the-word-up",
    hints=(
        "Does the loss on the training words fall, and for long enough?",
        "Each clue can have a learned row of nine scores; the scores of a "
        "word are the sum of the rows of its clues.",
        "nn.EmbeddingBag sums rows of a table. Train it with Adam on batches "
        "of some hundred words, in several passes, with cross-entropy.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give nine scores a word: (words, 9)",
            ("nn.EmbeddingBag(2**14, 9", "nn.EmbeddingBag(2**14, 10", *BRIEF),
            shows=lambda reply, **_: not has_shape(reply, _words(), 9),
        ),
        Mistake(
            "every word gets the same tag, so there is no name at all",
            ("range(3)", "range(0)"),
            shows=lambda reply, **_: len(set(reply.argmax(1).tolist())) == 1,
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            ("table(x[rows]), y[rows]", "table(x[rows]), y[rows.flip(0)]"),
            shows=lambda reply, names, rows, **_: (
                _f1(reply, names, rows) < 0.15
            ),
        ),
        Mistake(
            "it has learned, but looking words up does better",
            ("    adam =", "    x = x[:, :1].expand(-1, 7)\n    adam ="),
            shows=lambda reply, names, rows, **_: (
                _f1(reply, names, rows) <= look_up_score()
            ),
        ),
    ),
    rounds=1,
)
