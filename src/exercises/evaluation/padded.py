"""Find the planted bugs."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batches = []
    for rows in (8, 8, 8, 2):
        longest = int(rng.integers(8, 20))
        gold = rng.choice(4, p=[0.6, 0.2, 0.1, 0.1], size=(rows, longest))
        guess = rng.integers(0, 4, size=gold.shape)
        pred = np.where(rng.random(gold.shape) < 0.6, gold, guess)
        ends = rng.integers(3, longest + 1, size=(rows, 1))
        gold[np.arange(longest) >= ends] = -100
        pred[0, 0] = gold[0, 0] = kind = 1 + int(rng.integers(3))
        batches.append([pred, gold])
    return {"batches": batches, "kind": kind}


def _expected(batches: list[list[Array]], kind: int) -> float:
    counts = []
    for pred, gold in batches:
        predicted = (pred == kind) & (gold != -100)
        counts.append(((predicted & (gold == kind)).sum(), predicted.sum()))
    true_positives, predicted = np.array(counts, dtype=float).T
    return float(true_positives.sum() / predicted.sum())


EXERCISE = Exercise(
    section="padding-must-not-be-counted",
    hints=(
        "Which positions of a batch are no words? And may one average scores?",
        "Precision is a ratio of two counts; counts of batches may be added, "
        "ratios may not be averaged.",
        "Keep only the places where gold is not -100, add up both counts over "
        "the batches, and divide once.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "padding still counts, and scores of batches are averaged",
            (
                "        tp += (positive & (gold == kind)).sum()\n"
                "        predicted += positive.sum()\n",
                "        positive = pred == kind\n"
                "        tp += (positive & (gold == kind)).sum() / "
                "positive.sum()\n"
                "        predicted += 1\n",
            ),
        ),
        Mistake(
            "the padding is out, but scores of batches are still averaged",
            (
                "        tp += (positive & (gold == kind)).sum()\n"
                "        predicted += positive.sum()\n",
                "        tp += (positive & (gold == kind)).sum() / "
                "positive.sum()\n"
                "        predicted += 1\n",
            ),
        ),
        Mistake(
            "weights by size do not repair a ratio of counts",
            (
                "        tp += (positive & (gold == kind)).sum()\n"
                "        predicted += positive.sum()\n",
                "        words = (gold != -100).sum()\n"
                "        score = (gold[positive] == kind).float().mean()\n"
                "        tp += words * score\n"
                "        predicted += words\n",
            ),
        ),
        Mistake(
            "the model is blamed for its predictions of padding",
            (" & (gold != -100)", ""),
        ),
        Mistake(
            "that is recall, the share of the actual ones; wanted is the share "
            "of the predicted ones",
            (
                "predicted += positive.sum()",
                "predicted += (gold == kind).sum()",
            ),
        ),
    ),
)
