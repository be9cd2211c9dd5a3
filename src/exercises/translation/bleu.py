"""BLEU of a text."""

import numpy as np

from exercises.translation.sentences import bleu, draw_rows
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    rows = draw_rows(rng, 30, 0.7)
    if rng.random() < 0.5:
        rows[:, 9] = rows[:, 8] - 2  # longer than the references
    return {"rows": rows}


EXERCISE = Exercise(
    section="for-a-whole-text",
    hints=(
        "What is summed, and what is divided? In which order?",
        "Add up the ten numbers first; then four precisions, their geometric "
        "mean, and the penalty for a text that is too short.",
        "The penalty is never above one. The geometric mean is the "
        "exponential of the mean logarithm.",
    ),
    ask=_ask,
    expected=bleu,
    mistakes=(
        Mistake(
            "that is a mean of the scores of sentences; one without a common "
            "quadruple makes zero",
            (
                "    total = rows",
                "    if len(rows) > 1:\n"
                "        return torch.stack([bleu(row[None]) for row in "
                "rows]).mean()\n"
                "    total = rows",
            ),
        ),
        Mistake(
            "precisions of sentences are averaged; add up the counts first",
            (
                "total[:4] / total[4:8]",
                "(rows[:, :4] / rows[:, 4:8]).mean(dim=0)",
            ),
        ),
        Mistake(
            "a text that is too short goes unpunished", ("100 * penalty", "100")
        ),
        Mistake(
            "a text longer than its references is rewarded; the penalty ends "
            "at one",
            (".clamp(max=1)", ""),
        ),
        Mistake(
            "the penalty hits long texts, not short ones",
            ("total[9] / total[8]", "total[8] / total[9]"),
        ),
        Mistake(
            "that is the plain mean of the precisions: one of zero must make "
            "zero of it all",
            ("precision.log().mean().exp()", "precision.mean()"),
        ),
    ),
    rounds=8,
)
