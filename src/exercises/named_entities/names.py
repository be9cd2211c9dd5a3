"""From tags to names."""

from typing import Any

import numpy as np

from exercises.named_entities.tags import KINDS
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    marks = ["O", *(f"{mark}-{kind}" for kind in KINDS[:2] for mark in "BI")]
    sentences = [
        [str(tag) for tag in rng.choice(marks, size=int(rng.integers(8, 20)))]
        for _ in range(6)
    ]
    sentences[0][-2:] = ["B-PER", "I-PER"]  # a name that ends the sentence
    return {"sentences": sentences}


def _use(answer: Any, sentences: list[list[str]]) -> Any:
    return [
        sorted([int(a), int(b), str(kind)] for a, b, kind in found)
        for found in (given(answer(tags)) for tags in sentences)
    ]


def _expected(sentences: list[list[str]]) -> list[list[list[Any]]]:
    return [_names_of_one(tags) for tags in sentences]


def _names_of_one(tags: list[str]) -> list[list[Any]]:
    """Cut the sentence before each word that goes on with no name."""
    begins = []
    for place, tag in enumerate(tags):
        before = tags[place - 1] if place else "O"
        if tag[0] != "I" or tag[2:] != before[2:]:
            begins.append(place)
    ends = [*begins[1:], len(tags)]
    found: list[list[Any]] = []
    for start, end in zip(begins, ends, strict=True):
        if tags[start] != "O":
            found.append([start, end, tags[start][2:]])
    return sorted(found)


EXERCISE = Exercise(
    section="the-question-where-are-the-names",
    hints=(
        "Walk through the words with a finger. When does a name end?",
        "A name ends before the next B-, before O, before an I- of another "
        "kind, and at the end of the sentence.",
        "Remember where the running name began and of which kind it is; close "
        "it when a tag does not go on with it; an I- that goes on with "
        "nothing begins a name.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the second number is the word after the last, not the last word",
            ("(start, place, kind)", "(start, place - 1, kind)"),
        ),
        Mistake(
            "an I- without a name before it begins one here",
            (
                "start, kind = place, tag[2:]",
                "start, kind = place, tag[2:] if tag[0] == 'B' else ''",
            ),
        ),
        Mistake(
            "two names side by side became one: B- always begins a new one",
            (
                'tag[0] == "I" and tag[2:] == kind',
                'tag != "O" and tag[2:] == kind',
            ),
        ),
        Mistake(
            "an I- of another kind does not go on with the name before it",
            ('tag[0] == "I" and tag[2:] == kind', 'tag[0] == "I" and kind'),
        ),
        Mistake(
            "a name at the very end of the sentence is lost",
            ('[*tags, "O"]', "tags"),
        ),
    ),
    rounds=2,
)
