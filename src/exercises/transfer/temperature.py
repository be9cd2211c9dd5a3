"""Choose a temperature."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    true = 2 * rng.normal(size=(500, 4))
    labels = (true + rng.gumbel(size=true.shape)).argmax(1)
    factor = rng.choice([0.5, 1.7, 2.3])
    return {
        "scores": (factor * true).astype("float32"),
        "labels": labels,
        "steps": np.linspace(0.3, 3, 28).astype("float32"),
    }


def _log_shares(scores: Array) -> Array:
    scores = scores - scores.max(1, keepdims=True)
    logs: Array = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    return logs


def _expected(scores: Array, labels: Array, steps: Array) -> float:
    rows = np.arange(len(labels))
    scores = scores.astype(float)
    losses = []
    for step in steps.astype(float):
        losses.append(-_log_shares(scores / step)[rows, labels].mean())
    return float(steps[np.argmin(losses)])


EXERCISE = Exercise(
    section="can-the-probabilities-be-believed",
    hints=(
        "What does a temperature change, and what does it leave as it is?",
        "Accuracy cannot choose a temperature; the loss can.",
        "For each step: the cross-entropy of the scores divided by it. Return "
        "the step where that is the least.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you multiply the scores by the temperature",
            ("scores / step", "scores * step"),
        ),
        Mistake(
            "no temperature changes an answer, so accuracy cannot choose",
            (
                "nn.functional.cross_entropy(scores / step, labels)",
                "-((scores / step).argmax(1) == labels).float().mean()",
            ),
        ),
        Mistake(
            "the scores went through softmax before they were divided",
            ("scores / step", "scores.softmax(1) / step"),
        ),
        Mistake(
            "that is the place among the steps; return the temperature",
            ("steps[losses.argmin()]", "losses.argmin()"),
        ),
    ),
    rounds=8,
)
