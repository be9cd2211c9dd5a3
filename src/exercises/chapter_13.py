"""Chapter 13: perplexity, its unit, counting, masks, drawing, a small model.

The references count and loop in plain Python and NumPy.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_13_letter_model import PROJECT
from exercises.chapter_13_looking_ahead import CHEATS, MASK
from grading.adapters import given, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]
IGNORED = -100

# 13.1: perplexity with padding


def _ask_perplexity(rng: np.random.Generator) -> Question:
    lengths = np.append(rng.integers(2, 9, size=4), 10)
    targets = rng.integers(0, 50, size=(5, 10))
    targets[np.arange(10) >= lengths[:, None]] = IGNORED
    hard = rng.uniform(0.5, 4, size=(5, 1))
    return {
        "log_probs": -hard * rng.uniform(0.2, 2, size=(5, 10)),
        "targets": targets,
    }


def _perplexity(log_probs: Array, targets: Array, change: str = "") -> float:
    real = targets != IGNORED
    if change == "padding":
        real = np.ones_like(real)
    losses = -np.where(real, log_probs, 0).sum(1), real.sum(1)
    if change == "mean of exponentials":
        return float(np.exp(losses[0] / losses[1]).mean())
    if change == "mean of means":
        return float(np.exp((losses[0] / losses[1]).mean()))
    mean = losses[0].sum() / losses[1].sum()
    if change == "no exponential":
        return float(mean)
    return float(2**mean if change == "base 2" else np.exp(mean))


PERPLEXITY = Exercise(
    key="13.1",
    section="13_language_model#perplexity-by-hand",
    hints=(
        "Over which tokens is the mean, and when is the exponential taken?",
        "Add up the surprise of all real tokens, divide by their number, and "
        "take the exponential once.",
        "Pick the entries whose target is not -100: the rows do not matter "
        "any more.",
    ),
    ask=_ask_perplexity,
    expected=_perplexity,
    mistakes=(
        Mistake(
            "padding",
            "padding is counted as if it had been predicted",
            changed(_perplexity, "padding"),
        ),
        Mistake(
            "mean of exponentials",
            "that is a mean of the perplexities of blocks: hard blocks blow "
            "it up",
            changed(_perplexity, "mean of exponentials"),
        ),
        Mistake(
            "mean of means",
            "a block with few tokens counts as much as a full one",
            changed(_perplexity, "mean of means"),
        ),
        Mistake(
            "no exponential",
            "that is the mean surprise, not yet the perplexity",
            changed(_perplexity, "no exponential"),
        ),
        Mistake(
            "base 2",
            "the logarithms are natural ones; two to that power is something "
            "else",
            changed(_perplexity, "base 2"),
        ),
    ),
)

# 13.2: the same unit


def _ask_unit(rng: np.random.Generator) -> Question:
    words = int(rng.integers(500, 900))
    per_word = rng.uniform(1.2, 6, size=5)
    return {
        "perplexities": np.exp(rng.uniform(5, 7, size=5) / per_word),
        "tokens": np.round(per_word * words).astype(int),
        "words": words,
    }


def _unit(
    perplexities: Array, tokens: Array, words: int, change: str = ""
) -> Array:
    ratio = tokens / words
    found: Array = np.power(perplexities, ratio)
    if change == "times":
        found = perplexities * ratio
    if change == "upside down":
        found = np.power(perplexities, 1 / ratio)
    if change == "per token":
        found = perplexities
    if change == "no exponential":
        found = np.log(found)
    return found


UNIT = Exercise(
    key="13.2",
    section="13_language_model#only-the-same-unit-compares",
    hints=(
        "Which number of a model does not depend on how it cuts the text?",
        "The total loss of the text is the same, whatever it is divided by. "
        "Losses add up, perplexities do not.",
        "Take the logarithm of the perplexity, multiply by the tokens, divide "
        "by the words, and take the exponential.",
    ),
    ask=_ask_unit,
    expected=_unit,
    mistakes=(
        Mistake(
            "times",
            "perplexities cannot be multiplied by tokens a word; the losses "
            "can",
            changed(_unit, "times"),
        ),
        Mistake(
            "upside down",
            "you divide where you should multiply: a word has several tokens",
            changed(_unit, "upside down"),
        ),
        Mistake(
            "per token",
            "that is still per token",
            changed(_unit, "per token"),
        ),
        Mistake(
            "no exponential",
            "that is the loss a word, not yet its exponential",
            changed(_unit, "no exponential"),
        ),
    ),
)

# 13.3: a step of the ladder


def _ask_ladder(rng: np.random.Generator) -> Question:
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


def _use_ladder(answer: Any, **question: Any) -> Any:
    values = [to_tensor(value) for value in question.values()]
    return [float(chance) for chance in given(answer(*values))]


def _ladder(
    tokens: Array,
    before: Array,
    token: Array,
    simpler: Array,
    weight: float,
    change: str = "",
) -> list[float]:
    """Count by hand, one pair after the other."""
    text = tokens.tolist()
    pairs = list(pairwise(text))
    starts = text if change == "last" else text[:-1]
    found = []
    for one, two, low in zip(before, token, simpler, strict=True):
        run = (two, one) if change == "turned" else (one, two)
        count = sum(pair == run for pair in pairs)
        start = sum(word == one for word in starts)
        if change == "joint":
            start = len(pairs)
        mixed = weight * count / max(start, 1) + (1 - weight) * low
        if change == "weights":
            mixed = (1 - weight) * count / max(start, 1) + weight * low
        known = start > 0 or change == "new start"
        found.append(float(mixed if known else low))
    return found


LADDER = Exercise(
    key="13.3",
    section="13_language_model#baselines-that-count",
    hints=(
        "Write down a text of six letters, and count its pairs and the starts "
        "of pairs.",
        "The share is out of all pairs with this start. The last token of the "
        "text starts no pair.",
        "Count pairs of neighbours, and all tokens but the last as starts; "
        "mix; where the start was never seen, keep the simpler model alone.",
    ),
    ask=_ask_ladder,
    use=_use_ladder,
    expected=_ladder,
    mistakes=(
        Mistake(
            "new start",
            "after a start that was never seen, only the simpler model counts",
            changed(_ladder, "new start"),
        ),
        Mistake(
            "joint",
            "you divide by all pairs, not by the pairs with this start",
            changed(_ladder, "joint"),
        ),
        Mistake(
            "turned",
            "the pair is the wrong way round",
            changed(_ladder, "turned"),
        ),
        Mistake(
            "weights",
            "the weight belongs to the longer runs, the rest to the simpler "
            "model",
            changed(_ladder, "weights"),
        ),
        Mistake(
            "last",
            "the last token of the text starts no pair",
            changed(_ladder, "last"),
        ),
    ),
)

# 13.6: temperature and top-k


def _ask_next(rng: np.random.Generator) -> Question:
    return {
        "scores": 2 * rng.normal(size=12).astype("float32"),
        "temperature": float(rng.choice([0.5, 0.7, 1.6])),
        "k": int(rng.integers(3, 6)),
    }


def _next(scores: Array, temperature: float, k: int, change: str = "") -> Array:
    scores = scores.astype(float)
    if change == "times":
        temperature = 1 / temperature
    powers = np.exp(scores / temperature)
    if change == "too late":
        powers = np.exp(scores) / np.exp(scores).sum()
        powers = np.exp(powers / temperature)
    if change == "no temperature":
        powers = np.exp(scores)
    allowed = np.argsort(-scores)[:k]
    kept = np.zeros_like(powers)
    kept[allowed] = powers[allowed]
    if change == "everything":
        kept = powers
    found: Array = kept / (powers if change == "no sum" else kept).sum()
    return found


NEXT = Exercise(
    key="13.6",
    section="13_language_model#writing",
    hints=(
        "What must the numbers you return sum to?",
        "The temperature acts on scores, before the softmax; what is not "
        "among the best has the probability zero.",
        "Put the softmax of the k best scores, after the division, into a row "
        "of zeros at their places.",
    ),
    ask=_ask_next,
    expected=_next,
    mistakes=(
        Mistake(
            "times",
            "you multiply by the temperature: low must make it surer",
            changed(_next, "times"),
        ),
        Mistake(
            "no sum",
            "the probabilities that are left do not sum to one",
            changed(_next, "no sum"),
        ),
        Mistake(
            "everything",
            "tokens outside the k best can still be drawn",
            changed(_next, "everything"),
        ),
        Mistake(
            "too late",
            "the temperature divides probabilities, not scores",
            changed(_next, "too late"),
        ),
        Mistake(
            "no temperature",
            "the temperature changes nothing",
            changed(_next, "no temperature"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (PERPLEXITY, UNIT, LADDER, MASK, CHEATS, NEXT, PROJECT)
}
