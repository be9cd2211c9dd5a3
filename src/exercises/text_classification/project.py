"""Project: two examples an intent."""

from typing import Any

import numpy as np

from exercises.scored import FEW, depends_on_others, no_scores
from exercises.text_classification.intents import (
    ASKED,
    INTENTS,
    bag_share,
    questions,
)
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question

CLEARLY = 0.04
TOO_GOOD = 0.9


def _ask(rng: np.random.Generator) -> Question:
    return {
        "intents": rng.permutation(77)[:INTENTS],
        "seed": int(rng.integers(10**6)),
    }


def _use(answer: Any, intents: Array, seed: int) -> Any:
    import torch

    texts, y = questions(intents, seed)
    torch.manual_seed(seed)
    model = given(answer(texts, torch.tensor(y)))
    asked = questions(intents, seed, "test")[0]
    with torch.no_grad():
        found = {
            "scores": torch.as_tensor(model(asked)),
            "alone": torch.cat(
                [torch.as_tensor(model([text])) for text in asked[:FEW]]
            ),
        }
    return to_plain(found)


def _share(reply: Any, intents: Array, seed: int) -> float:
    y = questions(intents, seed, "test")[1]
    return float((np.asarray(reply["scores"]).argmax(1) == y).mean())


def _no_scores(reply: Any, intents: Array, seed: int) -> bool:
    return no_scores(reply, ASKED * INTENTS, INTENTS)


def _not_ahead(reply: Any, intents: Array, seed: int) -> bool:
    baseline = bag_share(tuple(int(intent) for intent in intents), seed)
    return not _share(reply, intents, seed) > baseline + CLEARLY


# What shows in scores of any texts is shown on the first words alone.
SHORT = (
    "texts[first : first + 40]",
    "[text[:20] for text in texts[first : first + 40]]",
)

EXERCISE = Exercise(
    section="many-classes-what-does-a-customer-want",
    hints=(
        "Two examples an intent, each in other words. Who knows already "
        "which words mean the same?",
        "The encoder as it is turns each text into one vector, and a linear "
        "model learns from these. Padding must count neither in the encoder "
        "nor in the mean.",
        "The mean of the real tokens' vectors, as in 'Frozen: the encoder as "
        "it is', without gradients; logistic regression on top, with a large "
        "C; what you return does both for new texts.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            f"the model must give a finite score for each of the {INTENTS} "
            f"intents: (texts, {INTENTS})",
            ("head.predict_proba", "head.predict", *SHORT),
            shows=_no_scores,
        ),
        Mistake(
            "the scores of a text depend on the texts beside it, or on "
            "chance: is padding read, or dropout on?",
            ("encoder(**batch)", 'encoder(batch["input_ids"])', *SHORT),
            (
                "(states * real).sum(dim=1) / real.sum(dim=1)",
                "states.mean(dim=1)",
                *SHORT,
            ),
            shows=lambda reply, intents, seed: depends_on_others(reply),
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            (
                "vectors(texts), y",
                "vectors(texts), y[torch.randperm(len(y))]",
                *SHORT,
            ),
            shows=lambda reply, intents, seed: (
                _share(reply, intents, seed) < 0.1
            ),
        ),
        Mistake(
            "it has learned, but is not clearly ahead of a bag of words, or "
            "of pieces of words",
            (
                "encoder(**batch).last_hidden_state",
                'encoder.embeddings.word_embeddings(batch["input_ids"])',
            ),
            shows=_not_ahead,
        ),
        Mistake(
            "nobody learns that much from two examples an intent: the labels "
            "must have come from elsewhere",
            (
                "    return lambda asked: head.predict_proba(vectors(asked))",
                "    from helpers.data import banking77\n"
                "    label = {}\n"
                "    for part in banking77().values():\n"
                '        label |= dict(zip(part["text"], part["label"]))\n'
                "    place = {label[t]: int(n) for t, n in zip(texts, y)}\n"
                "    known = torch.eye(40).numpy()\n"
                "    return lambda asked: known[[place[label[t]] for t in "
                "asked]]",
                *SHORT,
            ),
            shows=lambda reply, intents, seed: (
                _share(reply, intents, seed) > TOO_GOOD
            ),
        ),
    ),
    rounds=1,
)
