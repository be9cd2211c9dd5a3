"""Find the planted bug."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(2, 6, size=2), 7)
    return {
        "q": rng.normal(size=(3, 4, 9)).astype("float32"),
        "k": rng.normal(size=(3, 7, 9)).astype("float32"),
        "v": rng.normal(size=(3, 7, 5)).astype("float32"),
        "padding": np.arange(7) >= lengths[:, None],
    }


def _expected(q: Array, k: Array, v: Array, padding: Array) -> Array:
    """Take each sentence on its own, without its padding."""
    found = []
    for row in range(len(q)):
        real = ~padding[row]
        fit = q[row].astype(float) @ k[row][real].T
        fit /= q.shape[2] ** 0.5
        powers = np.exp(fit)
        weights = powers / powers.sum(1, keepdims=True)
        found.append(weights @ v[row][real])
    return np.stack(found)


EXERCISE = Exercise(
    section="an-encoder-a-decoder-and-attention-between-them",
    hints=(
        "Print the weights of a short sentence. Do the padded places have any?",
        "The softmax turns scores into weights. Which score gives the weight "
        "zero?",
        "The score of padding has to be minus infinity, before the softmax; "
        "the rest is right.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "padding still has weights: a score of zero is a score like others",
            ('float("-inf")', "0.0"),
        ),
        Mistake(
            "padding is read as if it were words",
            ('fit.masked_fill(padding[:, None], float("-inf"))', "fit"),
        ),
        Mistake(
            "the mask comes after the softmax, so the weights of a token do "
            "not sum to one",
            (
                'fit = fit.masked_fill(padding[:, None], float("-inf"))\n'
                "    weights = fit.softmax(dim=2)",
                "weights = fit.softmax(dim=2)\n"
                "    weights = weights.masked_fill(padding[:, None], 0.0)",
            ),
        ),
        Mistake(
            "the padding is read, and the words are hidden",
            ("padding[:, None]", "~padding[:, None]"),
        ),
        Mistake(
            "the softmax runs over the tokens that ask, not over those that "
            "are looked at",
            ("softmax(dim=2)", "softmax(dim=1)"),
        ),
        Mistake(
            "the products are not divided by the root of their length",
            (" / q.shape[2] ** 0.5", ""),
        ),
    ),
)
