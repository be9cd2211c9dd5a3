"""Sure, and wrong."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    logits = rng.normal(size=(40, 6)) * 2 + 4 * rng.normal(size=(40, 1))
    labels = np.where(
        rng.random(40) < 0.5, logits.argmax(1), rng.integers(0, 6, size=40)
    )
    return {
        "logits": logits.astype("float32"),
        "labels": labels,
        "count": int(rng.integers(4, 8)),
    }


def _expected(logits: Array, labels: Array, count: int) -> Array:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    shares = powers / powers.sum(1, keepdims=True)
    sure = shares.max(1)
    wrong = np.flatnonzero(logits.argmax(1) != labels)
    order = np.argsort(-sure[wrong])[:count]
    return wrong[order]


EXERCISE = Exercise(
    section="the-most-confident-mistakes",
    hints=(
        "Which probability does the network give its prediction, and is it "
        "right?",
        "Logits of two images cannot be compared; probabilities can.",
        "Keep the numbers of the wrong rows, sort them by the probability of "
        "the prediction, and take the first few of those numbers.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you sort by logits, which have no common scale across rows",
            ("logits.softmax(dim=1).max", "logits.max"),
        ),
        Mistake(
            "some of these rows were predicted correctly",
            ("(predicted != labels)", "(predicted >= 0)"),
        ),
        Mistake(
            "these are the mistakes in which the model was least sure",
            ("descending=True", "descending=False"),
        ),
        Mistake(
            "these are positions among the mistakes; return numbers of rows",
            ("wrong[order]", "order"),
        ),
    ),
)
