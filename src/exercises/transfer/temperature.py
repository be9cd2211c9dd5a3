"""Choose a temperature."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    true = 2 * rng.normal(size=(500, 4))
    labels = (true + rng.gumbel(size=true.shape)).argmax(1)
    factor = rng.choice([0.5, 1.7, 2.3])
    return {
        "logits": (factor * true).astype("float32"),
        "labels": labels,
        "steps": np.linspace(0.3, 3, 28).astype("float32"),
    }


def _log_softmax(logits: Array) -> Array:
    logits = logits - logits.max(1, keepdims=True)
    logs: Array = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    return logs


def _expected(logits: Array, labels: Array, steps: Array) -> float:
    rows = np.arange(len(labels))
    logits = logits.astype(float)
    losses = []
    for step in steps.astype(float):
        losses.append(-_log_softmax(logits / step)[rows, labels].mean())
    return float(steps[np.argmin(losses)])


EXERCISE = Exercise(
    section="can-the-probabilities-be-trusted",
    hints=(
        "What does a temperature change, and what does it leave as it is?",
        "Accuracy cannot choose a temperature; the loss can.",
        "For each step: the cross-entropy of the logits divided by it. Return "
        "the step where that is least.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you multiply the logits by the temperature",
            ("logits / step", "logits * step"),
        ),
        Mistake(
            "no temperature changes a prediction, so accuracy cannot choose",
            (
                "nn.functional.cross_entropy(logits / step, labels)",
                "-((logits / step).argmax(1) == labels).float().mean()",
            ),
        ),
        Mistake(
            "the logits went through softmax before they were divided",
            ("logits / step", "logits.softmax(1) / step"),
        ),
        Mistake(
            "that is the index of the step; return the temperature",
            ("steps[losses.argmin()]", "losses.argmin()"),
        ),
    ),
    rounds=8,
)
