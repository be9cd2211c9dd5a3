"""Exercise 8.7: a small reader of real questions, against a sliding window.

The numbers of each word come in an order that is drawn anew.
"""

from typing import Any

import numpy as np

from exercises.chapter_08_squad_words import questions
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
LONGEST = 10
AHEAD = 0.1
"""How far the F1 must be above that of the best sliding window."""


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


PROJECT = Exercise(
    key="8.7",
    section="08_question_answering#a-baseline-first-a-sliding-window",
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
            "shape",
            "the model must give two scores for each word: (questions, "
            "words, 2)",
            _wrong_shape,
        ),
        Mistake(
            "not finite",
            "there are nan or infinite values among the scores",
            lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "deaf",
            "every question gets the same scores, whatever its words are",
            lambda reply, **_: np.ptp(_finite(reply), axis=0).max() < 1e-3,
        ),
        Mistake(
            "chance",
            "the model has not learned: it is near to guessing",
            lambda reply, rows, **_: _f1(reply, rows) < 0.05,
        ),
        Mistake(
            "baseline",
            "it has learned, but is not far enough ahead of the sliding window",
            _is_not_ahead,
        ),
    ),
    rounds=1,
)
