"""Project: a small reader."""

import math
import re
from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

LONGEST = 10


AHEAD = 0.1


def _ask(rng: np.random.Generator) -> Question:
    return {
        "columns": rng.permutation(11),
        "factors": rng.choice([-1, 1], size=11) * rng.uniform(0.5, 2, size=11),
        "rows": rng.permutation(300),
        "seed": int(rng.integers(10**6)),
    }


def _use(
    answer: Any, columns: Array, factors: Array, rows: Array, seed: int
) -> Any:
    import torch

    def seen(numbers: Array) -> Any:
        return torch.tensor(numbers[..., columns] * factors).float()

    train = questions("train")
    torch.manual_seed(seed)
    real, spans = torch.tensor(train["real"]), torch.tensor(train["spans"])
    model = given(answer(seen(train["features"]), real, spans))
    held_out = questions("validation")["features"][rows]
    return to_plain(given(model(seen(held_out))))


def _best_spans(scores: Array, real: Array) -> Array:
    """Return the best possible span of each question: (questions, 2)."""
    table = scores[:, :, None, 0] + scores[:, None, :, 1]
    places = np.arange(scores.shape[1])
    size = places - places[:, None] + 1
    possible = real[:, None] & ((size > 0) & (size <= LONGEST))
    table = np.where(possible, table, -np.inf).reshape(len(scores), -1)
    first, last = np.divmod(table.argmax(1), scores.shape[1])
    return np.stack([first, last], 1)


def _overlap(said: Array, true: Array) -> float:
    """Return the mean F1 of words by their places."""
    first = np.maximum(said[:, 0], true[:, 0])
    shared = np.minimum(said[:, 1], true[:, 1]) - first + 1
    sizes = (said[:, 1] - said[:, 0] + 1) + (true[:, 1] - true[:, 0] + 1)
    return float((2 * shared.clip(0) / sizes).mean())


def _finite(scores: Array) -> Array:
    numbers = scores.astype(float)
    return np.where(np.isfinite(numbers), numbers, 0)


def _f1(reply: Array, rows: Array) -> float:
    held_out = questions("validation")
    said = _best_spans(_finite(reply), held_out["real"][rows])
    return _overlap(said, held_out["spans"][rows])


def sliding_window(length: int) -> float:
    """Return the F1 of the words nearest to those of the question."""
    held_out = questions("validation")
    said = []
    for numbers, real in zip(
        held_out["features"], held_out["real"], strict=True
    ):
        hit, near = numbers[real, 1], numbers[real, 2].copy()
        near[hit > 0] = -5
        window = np.ones(min(length, len(near)))
        start = int(np.convolve(near, window, "valid").argmax())
        said.append((start, start + len(window) - 1))
    return _overlap(np.array(said), held_out["spans"])


def _is_not_ahead(reply: Array, rows: Array, **_: Any) -> bool:
    window = max(map(sliding_window, (1, 2, 3, 4, 6)))
    return _f1(reply, rows) < window + AHEAD


def _wrong_shape(reply: Any, **_: Any) -> bool:
    shape = questions("validation")["real"].shape
    return not has_shape(reply, *shape, 2)


WORDS = 120


QUESTIONS = {"train": 1000, "validation": 300}


KINDS = ("who", "when", "where", "how many|how much", "what|which", "why|how")


@cache
def questions(split: str) -> dict[str, Array]:
    """Return `QUESTIONS` of a split, in arrays.

    Returns
    -------
    dict
        ``features`` (questions, words, 11): five numbers of each word, and
        six that tell how its question begins; ``real`` (questions, words),
        False for padding; ``spans`` (questions, 2): first and last word of
        the answer.
    """
    from helpers.data import squad

    rows = squad()[split]
    known = _rarity()
    found = []
    step = 2 if split == "train" else 1
    for context, question, answers in zip(
        rows["context"][::step],
        rows["question"][::step],
        rows["answers"][::step],
        strict=True,
    ):
        words = list(re.finditer(r"\w+", context))
        start = answers["answer_start"][0]
        end = start + len(answers["text"][0])
        inside = [
            n
            for n, word in enumerate(words)
            if word.end() > start and word.start() < end
        ]
        if inside and len(words) <= WORDS:
            texts = [word[0] for word in words]
            span = (inside[0], inside[-1])
            found.append((_numbers(texts, question, known), span))
    return _stacked(found[: QUESTIONS[split]])


@cache
def _rarity() -> dict[str, float]:
    """Return a large number for a word in few training paragraphs."""
    from helpers.data import squad

    contexts = set(squad()["train"]["context"])
    having = Counter(
        word
        for text in contexts
        for word in set(re.findall(r"\w+", text.lower()))
    )
    return {
        word: math.log(1 + len(contexts) / (1 + count))
        for word, count in having.items()
    }


def _numbers(words: list[str], question: str, known: dict[str, float]) -> Array:
    """Describe each word: (words, 11)."""
    rare = max(known.values())
    asked = set(re.findall(r"\w+", question.lower()))
    rarity = np.array([known.get(word.lower(), rare) for word in words])
    hit = np.array([word.lower() in asked for word in words]) * rarity
    place = np.arange(len(words))
    near = (hit / (1 + np.abs(place[:, None] - place))).sum(1)
    number = [any(mark.isdigit() for mark in word) for word in words]
    capital = [word[0].isupper() for word in words]
    kind = [re.search(rf"\b({k})\b", question.lower()) for k in KINDS]
    of_word = np.stack([rarity, hit, near, number, capital], 1)
    of_question = np.tile(
        [found is not None for found in kind], (len(words), 1)
    )
    return np.concatenate([of_word, of_question], 1).astype("float32")


def _stacked(found: list[tuple[Array, tuple[int, int]]]) -> dict[str, Array]:
    """Pad to `WORDS` words."""
    features = np.zeros((len(found), WORDS, 11), "float32")
    real = np.zeros((len(found), WORDS), bool)
    for row, (numbers, _) in enumerate(found):
        features[row, : len(numbers)] = numbers
        real[row, : len(numbers)] = True
    spans = np.array([span for _, span in found])
    return {"features": features, "real": real, "spans": spans}


BRIEF = ("range(12)", "range(1)")

EXERCISE = Exercise(
    section="a-baseline-first-a-sliding-window",
    hints=(
        "Does the loss on the training questions fall, and what would it be "
        "for guessing among all places?",
        "The columns have very different scales. A hidden layer can join "
        "what a word is with what the question asks for, and where an answer "
        "ends is told by the words beside it.",
        "Scale each column by its mean and spread over the real words; put "
        "the numbers of two neighbours on either side next to those of the "
        "word; a few small linear layers; the loss of exercise 8.5; some "
        "passes with Adam over batches of fifty questions.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give two scores for each word: (questions, "
            "words, 2)",
            (
                "    adam =",
                "    return lambda x: x[..., 0]\n    adam =",
                *BRIEF,
            ),
            (
                "return lambda x: layers(seen(x))",
                "return lambda x: layers(seen(x)).transpose(1, 2)",
                *BRIEF,
            ),
            shows=_wrong_shape,
        ),
        Mistake(
            "there are nan or infinite values among the scores",
            (
                "return lambda x: layers(seen(x))",
                "return lambda x: layers(seen(x)) / 0",
                *BRIEF,
            ),
            shows=lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "every question gets the same scores, whatever its words are",
            (
                "return lambda x: layers(seen(x))",
                "return lambda x: layers(seen(x * 0))",
                *BRIEF,
            ),
            shows=lambda reply, **_: (
                np.ptp(_finite(reply), axis=0).max() < 1e-3
            ),
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            (
                "return lambda x: layers(seen(x))",
                "return lambda x: torch.randn(*x.shape[:2], 2)",
                *BRIEF,
            ),
            shows=lambda reply, rows, **_: _f1(reply, rows) < 0.05,
        ),
        Mistake(
            "it has learned, but is not far enough ahead of the sliding window",
            ("lr=0.005", "lr=0.0001"),
            ("x.roll(k, dims=1)", "x"),
            shows=_is_not_ahead,
        ),
    ),
    rounds=1,
)
