"""Choose the unit."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    words = int(rng.integers(500, 900))
    per_word = rng.uniform(1.2, 6, size=5)
    return {
        "perplexities": np.exp(rng.uniform(5, 7, size=5) / per_word),
        "tokens": np.round(per_word * words).astype(int),
        "words": words,
    }


def _expected(perplexities: Array, tokens: Array, words: int) -> Array:
    found: Array = np.power(perplexities, tokens / words)
    return found


EXERCISE = Exercise(
    section="only-the-same-unit-compares",
    hints=(
        "Which number of a model does not depend on how it cuts the text?",
        "The total loss of the text is the same, whatever it is divided by. "
        "Losses add up, perplexities do not.",
        "Take the logarithm of the perplexity, multiply by the tokens, divide "
        "by the words, and take the exponential.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "perplexities cannot be multiplied by tokens a word; the losses "
            "can",
            (
                "(perplexities.log() * tokens / words).exp()",
                "perplexities * tokens / words",
            ),
        ),
        Mistake(
            "you divide where you should multiply: a word has several tokens",
            ("* tokens / words", "* words / tokens"),
        ),
        Mistake("that is still per token", (" * tokens / words", "")),
        Mistake(
            "that is the loss a word, not yet its exponential", (".exp()", "")
        ),
    ),
)
