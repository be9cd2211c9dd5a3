"""Find the planted bug."""

import numpy as np

from exercises.named_entities.tags import NOT_ASKED
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(3, 8, size=3), 12)
    labels = rng.integers(0, 4, size=(4, 12))
    labels[np.arange(12) >= lengths[:, None]] = NOT_ASKED
    labels[:, 0] = NOT_ASKED
    logits = rng.normal(size=(4, 12, 4))
    logits[np.arange(4)[:, None], np.arange(12), labels.clip(0)] += 1
    return {"logits": logits.astype("float32"), "labels": labels}


def _expected(logits: Array, labels: Array) -> list[float]:
    asked = labels != NOT_ASKED
    powers = np.exp(logits.astype(float))
    shares = powers / powers.sum(2, keepdims=True)
    picked = np.take_along_axis(shares, labels.clip(0)[:, :, None], 2)[..., 0]
    hits = (logits.argmax(2) == labels) & asked
    loss, right = -np.log(picked[asked]).mean(), hits.sum() / asked.sum()
    return [float(loss), float(right)]


EXERCISE = Exercise(
    section="the-model-and-its-step",
    hints=(
        "What would a perfect model score in this batch?",
        "The loss leaves out -100 by itself. Does the share do so, too?",
        "Say which tokens are asked; look at these only, all sentences "
        "together.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "tokens that are not asked count as wrong answers",
            (
                "right = logits[asked].argmax(dim=1) == labels[asked]",
                "right = logits.argmax(dim=2) == labels",
            ),
        ),
        Mistake(
            "a short sentence counts as much as a long one",
            (
                "return loss, right.float().mean()",
                "right = logits.argmax(dim=2) == labels\n"
                "    return loss, (right.sum(1) / asked.sum(1)).mean()",
            ),
        ),
        Mistake(
            "that is how many are right, not which share",
            ("right.float().mean()", "right.sum()"),
        ),
        Mistake(
            "the loss is divided by all tokens, not by those that are asked",
            (
                "cross_entropy(logits[asked], labels[asked])",
                "cross_entropy(logits[asked], labels[asked], "
                "reduction='sum') / asked.numel()",
            ),
        ),
    ),
)
