"""Find the planted bug."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    tokens = int(rng.integers(5, 9))
    shape = (2, tokens, 16)
    return {
        name: (1.5 * rng.normal(size=shape)).astype("float32") for name in "qkv"
    }


def _expected(q: Array, k: Array, v: Array) -> Array:
    found = np.zeros(v.shape)
    for row, place in np.ndindex(q.shape[:2]):
        seen = place + 1
        fit = k[row].astype(float) @ q[row, place]
        fit /= q.shape[2] ** 0.5
        powers = np.exp(fit[:seen])
        found[row, place] = powers / powers.sum() @ v[row, :seen]
    return found


EXERCISE = Exercise(
    section="the-transformer",
    hints=(
        "Print the weights for four tokens. Which of them should be zero?",
        "A token may look at itself and at what stands before it. Its row of "
        "the mask has to start right behind it.",
        "The first argument of triu says at which diagonal it begins: 0 is "
        "the main one, on which a token looks at itself.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "each token can see the one right after it, which it is to predict",
            ("triu(1)", "triu(2)"),
        ),
        Mistake(
            "each token can see everything behind it",
            ('fit.masked_fill(later, float("-inf"))', "fit"),
        ),
        Mistake(
            "a token cannot see itself, and the first one sees nothing at all",
            ("triu(1)", "triu(0)"),
        ),
        Mistake(
            "a score of zero is not a weight of zero: think of the softmax",
            ('float("-inf")', "0.0"),
        ),
        Mistake(
            "the mask comes after the softmax, so the weights do not sum to "
            "one",
            (
                'fit.masked_fill(later, float("-inf")).softmax(dim=2)',
                "fit.softmax(dim=2).masked_fill(later, 0.0)",
            ),
        ),
        Mistake(
            "the products are not divided by the root of their length",
            (" / size**0.5", ""),
        ),
    ),
)
