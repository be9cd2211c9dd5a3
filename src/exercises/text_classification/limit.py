"""Where to cut."""

from typing import Any

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw texts and limits of which one in the middle is right."""
    limits = int(rng.integers(20, 40)) * np.array([1, 2, 4, 8, 16])
    while True:
        size, place = int(rng.integers(150, 250)), int(rng.integers(1, 3))
        middle = np.log(limits[place]) + rng.uniform(0, 0.7)
        lengths = np.exp(rng.normal(middle, 0.8, size=size)).astype(int) + 3
        lengths = lengths.clip(max=limits[-1])
        exact = rng.choice(size, 40, replace=False)
        lengths[exact] = rng.choice(limits[1:4], size=40)
        cut, lost, _ = _expected(lengths, limits, 0.5)
        allowed = float(lost[place] * 0.7 + lost[place - 1] * 0.3)
        if cut[place] > 1.1 * allowed and cut[3] < 0.9 * allowed:
            return {"lengths": lengths, "limits": limits, "allowed": allowed}


def _expected(lengths: Array, limits: Array, allowed: float) -> list[Any]:
    """Look at one limit after the other."""
    cut, lost = [], []
    for limit in limits:
        over = lengths[lengths > limit] - limit
        cut.append(np.mean(lengths > limit))
        lost.append(over.sum() / lengths.sum())
    fine = [
        limit
        for limit, share in zip(limits, lost, strict=True)
        if share < allowed
    ]
    chosen = fine[0] if fine else limits[-1]
    return [np.array(cut), np.array(lost), int(chosen)]


EXERCISE = Exercise(
    section="truncation-and-what-it-loses",
    hints=(
        "A text of 200 tokens is cut at 128. How much of it is lost?",
        "The first share counts texts, the second counts tokens: all that "
        "are cut off, out of all there are.",
        "What is left of each text is the smaller one of its length and the "
        "limit. Choose by the tokens, and take the first limit that is good "
        "enough.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "a text that just fits is not cut",
            ("(over > 0)", "(lengths >= limits[:, None])"),
        ),
        Mistake(
            "the share of lost tokens is averaged over texts, so a short "
            "text counts as much as a long one",
            ("over.sum(dim=1) / lengths.sum()", "(over / lengths).mean(dim=1)"),
        ),
        Mistake(
            "of a text that is cut not all tokens are lost",
            (
                "over.sum(dim=1) / lengths",
                "(lengths * (over > 0)).sum(dim=1) / lengths",
            ),
        ),
        Mistake(
            "you tell how much is kept, not how much is lost",
            ("return cut, lost,", "return cut, 1 - lost,"),
        ),
        Mistake(
            "the limit is chosen by the texts that are cut, not by the "
            "tokens that are lost",
            (
                "limits[lost < allowed][0]",
                "([*limits[cut < allowed], limits[-1]])[0]",
            ),
        ),
        Mistake(
            "a shorter limit would do, and work is less with it",
            ("allowed][0]", "allowed][-1]"),
        ),
    ),
)
