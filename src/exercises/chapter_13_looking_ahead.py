"""Exercises 13.4 and 13.5: a causal mask, and the test for one.

The reference takes each beginning of a text on its own.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 13.4: a planted bug in attention


def _ask_mask(rng: np.random.Generator) -> Question:
    tokens = int(rng.integers(5, 9))
    shape = (2, tokens, 16)
    return {
        name: (1.5 * rng.normal(size=shape)).astype("float32") for name in "qkv"
    }


def _attention(q: Array, k: Array, v: Array, change: str = "") -> Array:
    found = np.zeros(v.shape)
    for row, place in np.ndindex(q.shape[:2]):
        seen = place + {"next": 2, "all": q.shape[1], "not itself": 0}.get(
            change, 1
        )
        fit = k[row].astype(float) @ q[row, place]
        fit /= 1 if change == "no scale" else q.shape[2] ** 0.5
        powers = np.exp(fit)
        if change == "zero":
            powers[seen:] = 1
            seen = q.shape[1]
        elif change == "after":
            powers /= powers.sum()
        powers = powers[:seen]
        total = 1.0 if change == "after" else powers.sum()
        with np.errstate(invalid="ignore"):
            found[row, place] = powers / total @ v[row, :seen]
    if change == "not itself":
        found[:, 0] = np.nan
    return found


MASK = Exercise(
    key="13.4",
    section="13_language_model#the-transformer",
    hints=(
        "Print the weights for four tokens. Which of them should be zero?",
        "A token may look at itself and at what stands before it. Its row of "
        "the mask has to start right behind it.",
        "The first argument of triu says at which diagonal it begins: 0 is "
        "the main one, on which a token looks at itself.",
    ),
    ask=_ask_mask,
    expected=_attention,
    mistakes=(
        Mistake(
            "next",
            "each token can see the one right after it, which it is to predict",
            changed(_attention, "next"),
        ),
        Mistake(
            "all",
            "each token can see everything behind it",
            changed(_attention, "all"),
        ),
        Mistake(
            "not itself",
            "a token cannot see itself, and the first one sees nothing at all",
            changed(_attention, "not itself"),
        ),
        Mistake(
            "zero",
            "a score of zero is not a weight of zero: think of the softmax",
            changed(_attention, "zero"),
        ),
        Mistake(
            "after",
            "the mask comes after the softmax, so the weights do not sum to "
            "one",
            changed(_attention, "after"),
        ),
        Mistake(
            "no scale",
            "the products are not divided by the root of their length",
            changed(_attention, "no scale"),
        ),
    ),
)

# 13.5: a test for models that cheat

HONEST = ("before", "itself", "far back")
CHEATING = ("next", "far ahead", "all", "early", "late")


def _ask_cheats(rng: np.random.Generator) -> Question:
    kinds = [str(kind) for kind in rng.permutation([*HONEST, *CHEATING])]
    return {"kinds": kinds, "tokens": rng.integers(0, 20, size=24)}


def _model(kind: str) -> Any:
    """Return a model of 20 tokens: (batch, tokens) -> (batch, tokens, 20)."""
    import torch

    table = torch.randn(20, 20)

    def mixed(tokens: Any) -> Any:
        n = tokens.shape[1]
        one, place = torch.ones(n, n), torch.arange(n)[:, None]
        weights = {
            "before": one.tril(),
            "itself": torch.eye(n),
            "far back": one.tril(-6) + torch.eye(n),
            "next": one.tril(1),
            "far ahead": one.tril() + one.triu(9).tril(9),
            "all": one,
            "early": one.tril(1) * (place < 6) + one.tril() * (place >= 6),
            "late": one.tril(1) * (place >= 17) + one.tril() * (place < 17),
        }[kind]
        return weights @ table[tokens]

    return mixed


def _use_cheats(answer: Any, kinds: list[str], tokens: Array) -> Any:
    import torch

    row = torch.tensor(tokens)[None]
    return [bool(given(answer(_model(kind), row.clone()))) for kind in kinds]


def _cheats(kinds: list[str], tokens: Array, change: str = "") -> list[bool]:
    caught = {
        "never": (),
        "always": HONEST + CHEATING,
        "far unseen": ("next", "all", "early", "late"),
        "near unseen": ("far ahead", "all"),
        "start only": ("next", "far ahead", "all", "early"),
        "end only": ("next", "far ahead", "all", "late"),
    }.get(change, CHEATING)
    return [kind in caught for kind in kinds]


CHEATS = Exercise(
    key="13.5",
    section="13_language_model#can-it-cheat",
    hints=(
        "Change something that a place must not see. What may move?",
        "If a token is changed, scores before it must stay, scores from its "
        "place on may move. One changed place does not show every look "
        "ahead.",
        "Try several places: change all tokens from there on to others, and "
        "compare all scores before it with those of the text as it was.",
    ),
    ask=_ask_cheats,
    use=_use_cheats,
    expected=_cheats,
    mistakes=(
        Mistake(
            "always",
            "honest models are accused: the changed places themselves may move",
            changed(_cheats, "always"),
        ),
        Mistake("never", "no model is caught", changed(_cheats, "never")),
        Mistake(
            "far unseen",
            "a look far ahead is missed: compare all earlier places",
            changed(_cheats, "far unseen"),
        ),
        Mistake(
            "start only",
            "a look ahead near the end of the text is missed",
            changed(_cheats, "start only"),
        ),
        Mistake(
            "end only",
            "a look ahead near the start of the text is missed",
            changed(_cheats, "end only"),
        ),
        Mistake(
            "near unseen",
            "a look at the very next token is missed: compare up to the "
            "changed place",
            changed(_cheats, "near unseen"),
        ),
    ),
)
