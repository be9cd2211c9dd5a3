"""Who leads."""

from typing import Any

import numpy as np

from exercises.translation.sentences import bleu, draw_rows
from grading.adapters import given
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    ours = draw_rows(rng, 60, 0.75)
    theirs = np.concatenate(
        [rng.binomial(ours[:, 4:8], 0.7 ** np.arange(1, 5)), ours[:, 4:]], 1
    )
    draws = rng.integers(0, 60, size=(100, 60))
    return {"ours": ours, "theirs": theirs, "draws": draws}


def _expected(ours: Array, theirs: Array, draws: Array) -> list[float]:
    one = [bleu(ours[rows]) for rows in draws]
    two = [bleu(theirs[rows]) for rows in draws]
    leads = np.array(one) - np.array(two)
    return [float(q) for q in np.quantile(leads, [0.025, 0.975])]


def _use(answer: Any, **question: Array) -> Any:
    import torch

    values = [torch.tensor(value) for value in question.values()]
    return [float(end) for end in given(answer(*values))]


EXERCISE = Exercise(
    section="the-test",
    hints=(
        "If a hard sentence is drawn three times, for whom is it hard?",
        "Both systems are scored on the same drawn sentences; what varies "
        "from draw to draw is their difference.",
        "For each row of draws take those sentences of both, score both as "
        "texts, subtract; of all differences take the quantiles.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the two systems are scored on different draws",
            (
                "bleu(ours[rows]) - bleu(theirs[rows]) for rows in draws",
                "bleu(ours[a]) - bleu(theirs[b]) for a, b in zip(draws, "
                "draws.flip(0))",
            ),
        ),
        Mistake(
            "each system has an interval of its own; what is asked is that of "
            "their difference",
            (
                "    leads = [",
                "    one = torch.stack([bleu(ours[rows]) for rows in "
                "draws])\n"
                "    two = torch.stack([bleu(theirs[rows]) for rows in "
                "draws])\n"
                "    low, high = one.quantile(0.025), one.quantile(0.975)\n"
                "    return low - two.quantile(0.975), high - "
                "two.quantile(0.025)\n"
                "    leads = [",
            ),
        ),
        Mistake(
            "the sign is wrong: a lead of ours is positive",
            (
                "bleu(ours[rows]) - bleu(theirs[rows])",
                "bleu(theirs[rows]) - bleu(ours[rows])",
            ),
        ),
        Mistake(
            "that is from the smallest to the largest difference, which "
            "grows with the number of draws",
            ("[0.025, 0.975]", "[0.0, 1.0]"),
        ),
    ),
    rounds=3,
)
