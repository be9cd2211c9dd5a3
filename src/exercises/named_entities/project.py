"""Project: a small tagger."""

import zlib
from collections import Counter, defaultdict
from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

SENTENCES = {"train": 2500, "validation": 800}


CLUES = 2**14


@cache
def news(split: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return words and tags of the first `SENTENCES` of a split."""
    from helpers.data import conll2003

    rows = conll2003()[split]
    names = rows.features["ner_tags"].feature.names
    few = rows[: SENTENCES[split]]
    tags = [[names[tag] for tag in tags] for tags in few["ner_tags"]]
    return few["tokens"], tags


def tag_names() -> list[str]:
    """Return the nine tags in the order of their numbers."""
    kinds = ("PER", "ORG", "LOC", "MISC")
    return ["O", *(f"{mark}-{kind}" for kind in kinds for mark in "BI")]


def clues(sentences: list[list[str]], salt: int) -> Array:
    """Return the numbers of seven clues for each word: (words, 7)."""
    found = []
    for words in sentences:
        padded = ["<", *words, ">"]
        for place, word in enumerate(words, 1):
            before, after = padded[place - 1], padded[place + 1]
            found.append(
                [
                    f"word {word}",
                    f"small {word.lower()}",
                    f"before {before.lower()}",
                    f"after {after.lower()}",
                    f"end {word[-3:].lower()}",
                    f"looks {_look(word)}",
                    f"looks {_look(before)} {_look(word)} {_look(after)}",
                ]
            )
    numbers = [[zlib.crc32(c.encode(), salt) for c in row] for row in found]
    return np.array(numbers) % CLUES


def _look(word: str) -> str:
    if not word.isalpha():
        return "number" if any(c.isdigit() for c in word) else "mark"
    if word.isupper():
        return "capitals"
    return "capital" if word[0].isupper() else "small"


@cache
def look_up_score() -> float:
    """Return the F1 of giving each word its usual tag."""
    from helpers.metrics import entity_scores

    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for words, tags in zip(*news("train"), strict=True):
        for word, tag in zip(words, tags, strict=True):
            seen[word][tag] += 1
    usual = {word: tags.most_common(1)[0][0] for word, tags in seen.items()}
    sentences, wanted = news("validation")
    said = [[usual.get(word, "O") for word in words] for words in sentences]
    return entity_scores(said, wanted).f1


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
