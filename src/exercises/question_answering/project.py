"""Project: a small reader."""

from typing import Any

import numpy as np

from exercises.question_answering.spans import (
    best_spans,
    overlap,
    sliding_window,
)
from exercises.question_answering.squad_words import questions
from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

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


def _finite(scores: Array) -> Array:
    numbers = scores.astype(float)
    return np.where(np.isfinite(numbers), numbers, 0)


def _f1(reply: Array, rows: Array) -> float:
    held_out = questions("validation")
    said = best_spans(_finite(reply), held_out["real"][rows])
    return overlap(said, held_out["spans"][rows])


def _is_not_ahead(reply: Array, rows: Array, **_: Any) -> bool:
    window = max(map(sliding_window, (1, 2, 3, 4, 6)))
    return _f1(reply, rows) < window + AHEAD


def _wrong_shape(reply: Any, **_: Any) -> bool:
    shape = questions("validation")["real"].shape
    return not has_shape(reply, *shape, 2)


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
        "word; a few small linear layers; the loss over positions; some "
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
