"""Temperature and top-k."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "scores": 2 * rng.normal(size=12).astype("float32"),
        "temperature": float(rng.choice([0.5, 0.7, 1.6])),
        "k": int(rng.integers(3, 6)),
    }


def _expected(scores: Array, temperature: float, k: int) -> Array:
    scores = scores.astype(float)
    powers = np.exp(scores / temperature)
    allowed = np.argsort(-scores)[:k]
    kept = np.zeros_like(powers)
    kept[allowed] = powers[allowed]
    found: Array = kept / kept.sum()
    return found


EXERCISE = Exercise(
    section="writing",
    hints=(
        "What must the numbers you return sum to?",
        "The temperature acts on scores, before the softmax; what is not "
        "among the best has the probability zero.",
        "Put the softmax of the k best scores, after the division, into a row "
        "of zeros at their places.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "you multiply by the temperature: low must make it surer",
            ("top.values / temperature", "top.values * temperature"),
        ),
        Mistake(
            "the probabilities that are left do not sum to one",
            (
                "(top.values / temperature).softmax(dim=0)",
                "(scores / temperature).softmax(dim=0)[top.indices]",
            ),
        ),
        Mistake(
            "tokens outside the k best can still be drawn",
            ("topk(k)", "topk(len(scores))"),
        ),
        Mistake(
            "the temperature divides probabilities, not scores",
            (
                "(top.values / temperature)",
                "(scores.softmax(dim=0)[top.indices] / temperature)",
            ),
        ),
        Mistake(
            "the temperature changes nothing",
            ("top.values / temperature", "top.values"),
        ),
    ),
)
