"""Catch the models that cheat."""

from typing import Any

import numpy as np

from grading.adapters import given
from grading.exercise import Array, Exercise, Mistake, Question

HONEST = ("before", "itself", "far back")
CHEATING = ("next", "far ahead", "all", "early", "late")


def _ask(rng: np.random.Generator) -> Question:
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


def _use(answer: Any, kinds: list[str], tokens: Array) -> Any:
    import torch

    row = torch.tensor(tokens)[None]
    return [bool(given(answer(_model(kind), row.clone()))) for kind in kinds]


def _expected(kinds: list[str], tokens: Array) -> list[bool]:
    return [kind in CHEATING for kind in kinds]


EXERCISE = Exercise(
    section="can-it-cheat",
    hints=(
        "Change something that a place must not see. What may move?",
        "If a token is changed, scores before it must stay, scores from its "
        "place on may move. One changed place does not show every look "
        "ahead.",
        "Try several places: change all tokens from there on to others, and "
        "compare all scores before it with those of the text as it was.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "honest models are accused: the changed places themselves may move",
            ("[:, :place].abs()", ".abs()"),
        ),
        Mistake("no model is caught", ("return True", "return False")),
        Mistake(
            "a look far ahead is missed: compare all earlier places",
            (
                "        other[:, place:] = (other[:, place:] + 1) % 20\n"
                "        moved = (model(other) - scores)[:, :place]",
                "        other[:, place] = (other[:, place] + 1) % 20\n"
                "        moved = (model(other) - scores)[:, place - 1]",
            ),
        ),
        Mistake(
            "a look ahead near the end of the text is missed",
            ("[:, :place].abs()", "[:, : min(place, 6)].abs()"),
            ("range(1, tokens.shape[1])", "range(1, 10)"),
        ),
        Mistake(
            "a look ahead near the start of the text is missed",
            ("range(1, tokens.shape[1])", "[tokens.shape[1] - 1]"),
        ),
        Mistake(
            "a look at the very next token is missed: compare up to the "
            "changed place",
            ("[:, :place].abs().max()", "[:, : place - 1].abs().sum()"),
        ),
    ),
)
