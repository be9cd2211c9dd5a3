"""Sure, and wrong."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    scores = rng.normal(size=(40, 6)) * 2 + 4 * rng.normal(size=(40, 1))
    labels = np.where(
        rng.random(40) < 0.5, scores.argmax(1), rng.integers(0, 6, size=40)
    )
    return {
        "scores": scores.astype("float32"),
        "labels": labels,
        "count": int(rng.integers(4, 8)),
    }


def _expected(scores: Array, labels: Array, count: int) -> Array:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares = powers / powers.sum(1, keepdims=True)
    sure = shares.max(1)
    wrong = np.flatnonzero(scores.argmax(1) != labels)
    order = np.argsort(-sure[wrong])[:count]
    return wrong[order]


EXERCISE = Exercise(
    section="the-most-confident-mistakes",
    hints=(
        "What does the network promise for its answer, and is it right?",
        "Scores of two pictures cannot be compared; probabilities can.",
        "Keep the numbers of the wrong rows, sort them by the probability of "
        "the answer, and take the first few of those numbers.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you sort by scores, which have no common scale",
            ("scores.softmax(dim=1).max", "scores.max"),
        ),
        Mistake(
            "some of these rows are no mistakes",
            ("(answers != labels)", "(answers >= 0)"),
        ),
        Mistake(
            "these are the mistakes in which it was least sure",
            ("descending=True", "descending=False"),
        ),
        Mistake(
            "these are places among the mistakes; give numbers of rows",
            ("wrong[order]", "order"),
        ),
    ),
)
