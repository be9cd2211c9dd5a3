"""A step of the ladder."""

from itertools import pairwise
from typing import Any

import numpy as np

from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    tokens = rng.integers(0, 6, size=80)
    tokens[-1] = 7  # comes once, and nothing follows it
    pairs = rng.integers(0, 8, size=(2, 12))
    pairs[0, 0] = 6  # never seen
    pairs[0, 1] = 7
    simpler = rng.uniform(0.01, 0.3, size=12)
    return {
        "tokens": tokens,
        "before": pairs[0],
        "token": pairs[1],
        "simpler": simpler,
        "weight": float(rng.uniform(0.3, 0.9)),
    }


def _use(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    return [float(chance) for chance in given(answer(*values))]


def _expected(
    tokens: Array, before: Array, token: Array, simpler: Array, weight: float
) -> list[float]:
    """Count by hand, one pair after the other."""
    text = tokens.tolist()
    pairs = list(pairwise(text))
    starts = text[:-1]
    found = []
    for one, two, low in zip(before, token, simpler, strict=True):
        run = (one, two)
        count = sum(pair == run for pair in pairs)
        start = sum(word == one for word in starts)
        mixed = weight * count / max(start, 1) + (1 - weight) * low
        found.append(float(mixed if start else low))
    return found


EXERCISE = Exercise(
    section="baselines-that-count",
    hints=(
        "Write down a text of six letters, and count its pairs and the starts "
        "of pairs.",
        "The share is out of all pairs with this start. The last token of the "
        "text starts no pair.",
        "Count pairs of neighbours, and all tokens but the last as starts; "
        "mix; where the start was never seen, keep the simpler model alone.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "after a start that was never seen, only the simpler model counts",
            (
                "share = runs.sum() / starts.sum()",
                "share = runs.sum() / starts.sum().clamp(min=1)\n"
                "        starts = torch.ones(1)",
            ),
        ),
        Mistake(
            "you divide by all pairs, not by the pairs with this start",
            ("/ starts.sum()", "/ len(starts)\n        starts = torch.ones(1)"),
        ),
        Mistake(
            "the pair is the wrong way round",
            (
                "runs = starts & (tokens[1:] == two)",
                "runs = (tokens[:-1] == two) & (tokens[1:] == one)",
            ),
        ),
        Mistake(
            "the weight belongs to the longer runs, the rest to the simpler "
            "model",
            (
                "weight * share + (1 - weight) * low",
                "(1 - weight) * share + weight * low",
            ),
        ),
        Mistake(
            "the last token of the text starts no pair",
            (
                "share = runs.sum() / starts.sum()",
                "starts = tokens == one\n"
                "        share = runs.sum() / starts.sum()",
            ),
        ),
    ),
)
