"""Perplexity of a text."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question

IGNORED = -100


def _ask(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(2, 9, size=4), 10)
    targets = rng.integers(0, 50, size=(5, 10))
    targets[np.arange(10) >= lengths[:, None]] = IGNORED
    hard = rng.uniform(0.5, 4, size=(5, 1))
    return {
        "log_probs": -hard * rng.uniform(0.2, 2, size=(5, 10)),
        "targets": targets,
    }


def _expected(log_probs: Array, targets: Array) -> float:
    real = targets != IGNORED
    return float(np.exp(-np.where(real, log_probs, 0).sum() / real.sum()))


PERPLEXITY = "(-log_probs[targets != -100].mean()).exp()"

EXERCISE = Exercise(
    section="perplexity-by-hand",
    hints=(
        "Over which tokens is the mean, and when is the exponential taken?",
        "Add up the surprise of all real tokens, divide by their number, and "
        "take the exponential once.",
        "Pick the entries whose target is not -100: the rows do not matter "
        "any more.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "padding is counted as if it had been predicted",
            ("[targets != -100]", ""),
        ),
        Mistake(
            "that is a mean of the perplexities of blocks: hard blocks blow "
            "it up",
            (
                PERPLEXITY,
                "(-(log_probs * (targets != -100)).sum(1) / (targets != "
                "-100).sum(1)).exp().mean()",
            ),
        ),
        Mistake(
            "a block with few tokens counts as much as a full one",
            (
                PERPLEXITY,
                "(-(log_probs * (targets != -100)).sum(1) / (targets != "
                "-100).sum(1)).mean().exp()",
            ),
        ),
        Mistake(
            "that is the mean surprise, not yet the perplexity", (".exp()", "")
        ),
        Mistake(
            "the logarithms are natural ones; two to that power is something "
            "else",
            (".exp()", ".exp2()"),
        ),
    ),
)
