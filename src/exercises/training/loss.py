"""Choose the loss."""

from typing import Any

import numpy as np

from exercises.training.cross_entropy import cross_entropy
from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "scores": rng.normal(size=(6, 5)).astype("float32"),
        "labels": rng.integers(0, 5, size=6),
        "logits": rng.normal(size=6).astype("float32"),
        "yes": rng.integers(0, 2, size=6).astype("float32"),
        "amounts": rng.normal(size=6).astype("float32"),
        "wanted": rng.normal(size=6).astype("float32"),
    }


def _use(answer: Any, **question: Array) -> Any:
    q = {name: to_tensor(value) for name, value in question.items()}
    return {
        "which": float(given(answer["which"])(q["scores"], q["labels"])),
        "yes or no": float(given(answer["yes or no"])(q["logits"], q["yes"])),
        "how much": float(given(answer["how much"])(q["amounts"], q["wanted"])),
    }


def _expected(**q: Array) -> Question:
    scores, logits = q["scores"].astype(float), q["logits"].astype(float)
    gap = q["amounts"].astype(float) - q["wanted"]
    yes_or_no = np.logaddexp(0, logits) - q["yes"] * logits
    return {
        "which": cross_entropy(scores, q["labels"]),
        "yes or no": float(yes_or_no.mean()),
        "how much": float((gap**2).mean()),
    }


EXERCISE = Exercise(
    section="losses-what-is-a-wrong-answer-worth",
    hints=(
        "What comes out of the model in each case: logits, or probabilities?",
        "For classes and for yes or no, take a loss that turns logits into "
        "probabilities itself; nn.BCELoss does not.",
        "Look up the table of the section: a loss module for one of many, "
        "one with 'Logits' in its name, one that squares.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "'which' takes a softmax before a loss that has one inside",
            (
                "nn.CrossEntropyLoss()",
                "lambda s, y: nn.functional.cross_entropy(s.softmax(1), y)",
            ),
        ),
        Mistake(
            "'yes or no' takes a sigmoid before a loss that has one inside",
            (
                "nn.BCEWithLogitsLoss()",
                "lambda s, y: nn.BCEWithLogitsLoss()(s.sigmoid(), y)",
            ),
        ),
        Mistake(
            "'how much' must punish one large error more than two small ones",
            ("nn.MSELoss()", "nn.L1Loss()"),
        ),
    ),
)
