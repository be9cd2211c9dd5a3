"""Macro-F1 from the labels."""

import numpy as np

from exercises.evaluation.macro_f1 import macro_f1
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(6, 9))
    absent, never, extra = rng.permutation(classes - 1)[:3]
    targets = rng.choice(
        np.setdiff1d(np.arange(classes), [absent, extra]), size=80
    )
    targets[:2] = classes - 1, never
    guesses = rng.choice(
        np.setdiff1d(np.arange(classes), [absent, never]), size=80
    )
    preds = np.where(rng.random(80) < 0.6, targets, guesses)
    preds[preds == never] = classes - 1
    preds[2] = extra
    return {"preds": preds, "targets": targets}


EXERCISE = Exercise(
    section="averages-macro-weighted-micro",
    hints=(
        "For each class you need three counts. Which?",
        "F1 follows from the counts in one step, without 0/0 for a class "
        "that is never predicted.",
        "Twice the true positives over predicted plus actual, for each class "
        "for which that sum is above zero; then a plain mean.",
    ),
    ask=_ask,
    expected=macro_f1,
    mistakes=(
        Mistake(
            "a class that neither occurs nor is predicted lowers your mean",
            (
                "(2 * tp[seen] / both[seen]).mean()",
                "(2 * tp / both.clip(min=1)).mean()",
            ),
        ),
        Mistake(
            "a class that is predicted but does not occur must count, as zero",
            ("seen = both > 0", "seen = actual > 0"),
        ),
        Mistake(
            "your classes count by their rows; here each counts the same",
            (
                "(2 * tp[seen] / both[seen]).mean()",
                "(2 * tp * actual / both.clip(min=1)).sum() / len(targets)",
            ),
        ),
        Mistake(
            "that is the share of right rows, so frequent classes dominate",
            (
                "return (2 * tp[seen] / both[seen]).mean()",
                "return 2 * tp.sum() / both.sum()",
            ),
        ),
        Mistake(
            "that is the other formula: the F1 of the mean precision and the "
            "mean recall",
            (
                "return (2 * tp[seen] / both[seen]).mean()",
                "p = (tp[seen] / predicted[seen].clip(min=1)).mean()\n"
                "    r = (tp[seen] / actual[seen].clip(min=1)).mean()\n"
                "    return 2 * p * r / (p + r)",
            ),
        ),
    ),
)
