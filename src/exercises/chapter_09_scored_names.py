"""Exercises 9.1, 9.2 and 9.6: names in tagged sentences, and their scores.

The references cut and count in plain Python.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question

KINDS = ("PER", "ORG", "LOC")


# 9.1: from tags to names


def _ask_names(rng: np.random.Generator) -> Question:
    marks = ["O", *(f"{mark}-{kind}" for kind in KINDS[:2] for mark in "BI")]
    sentences = [
        [str(tag) for tag in rng.choice(marks, size=int(rng.integers(8, 20)))]
        for _ in range(6)
    ]
    sentences[0][-2:] = ["B-PER", "I-PER"]  # a name that ends the sentence
    return {"sentences": sentences}


def _use_names(answer: Any, sentences: list[list[str]]) -> Any:
    return [
        sorted([int(a), int(b), str(kind)] for a, b, kind in found)
        for found in (given(answer(tags)) for tags in sentences)
    ]


def _names(
    sentences: list[list[str]], change: str = ""
) -> list[list[list[Any]]]:
    return [_names_of_one(tags, change) for tags in sentences]


def _names_of_one(tags: list[str], change: str) -> list[list[Any]]:
    """Cut the sentence before each word that goes on with no name."""
    begins = []
    for place, tag in enumerate(tags):
        before = tags[place - 1] if place else "O"
        goes_on = tag[0] == "I" and tag[2:] == before[2:]
        if change == "merged" and tag != "O":
            goes_on = tag[2:] == before[2:]
        if change == "kinds joined" and tag[0] == "I":
            goes_on = before != "O"
        if not goes_on:
            begins.append(place)
    ends = [*begins[1:], len(tags)]
    found: list[list[Any]] = []
    for start, end in zip(begins, ends, strict=True):
        lost = change == "no begin" and tags[start][0] == "I"
        cut = change == "last lost" and end == len(tags)
        if tags[start] != "O" and not lost and not cut:
            end -= change == "inclusive"
            found.append([start, end, tags[start][2:]])
    return sorted(found)


NAMES = Exercise(
    key="9.1",
    section="09_named_entities#the-question-where-are-the-names",
    hints=(
        "Walk through the words with a finger. When does a name end?",
        "A name ends before the next B-, before O, before an I- of another "
        "kind, and at the end of the sentence.",
        "Remember where the running name began and of which kind it is; close "
        "it when a tag does not go on with it; an I- that goes on with "
        "nothing begins a name.",
    ),
    ask=_ask_names,
    use=_use_names,
    expected=_names,
    mistakes=(
        Mistake(
            "inclusive",
            "the second number is the word after the last, not the last word",
            changed(_names, "inclusive"),
        ),
        Mistake(
            "no begin",
            "an I- without a name before it begins one here",
            changed(_names, "no begin"),
        ),
        Mistake(
            "merged",
            "two names side by side became one: B- always begins a new one",
            changed(_names, "merged"),
        ),
        Mistake(
            "kinds joined",
            "an I- of another kind does not go on with the name before it",
            changed(_names, "kinds joined"),
        ),
        Mistake(
            "last lost",
            "a name at the very end of the sentence is lost",
            changed(_names, "last lost"),
        ),
    ),
    rounds=2,
)

# 9.2: precision, recall and F1 of names


def _ask_scores(rng: np.random.Generator) -> Question:
    said, golds = [], []
    for _ in range(8):
        sentence: list[list[list[Any]]] = [[], []]
        for start in range(0, 12, 3):
            for side, chance in ((0, 0.6), (1, 0.8)):
                if rng.random() < chance:
                    end = start + int(rng.integers(1, 3))
                    kind = str(rng.choice(KINDS, p=[0.6, 0.2, 0.2]))
                    sentence[side].append([start, end, kind])
        said.append(sentence[0])
        golds.append(sentence[1])
    said[0] = []  # nothing found
    return {"said": said, "golds": golds}


def _use_scores(answer: Any, said: Any, golds: Any) -> Any:
    sides = (
        [{tuple(name) for name in names} for names in side]
        for side in (said, golds)
    )
    return [float(value) for value in given(answer(*sides))]


def _scores(said: list[Any], golds: list[Any], change: str = "") -> list[float]:
    if change == "mean":
        pairs = zip(said, golds, strict=True)
        each = [_scores([one], [gold]) for one, gold in pairs]
        return [float(value) for value in np.mean(each, axis=0)]
    parts = 2 if change == "kind" else 3
    found, true = (
        [
            (*name[:parts], 0 if change == "pooled" else row)
            for row, names in enumerate(side)
            for name in names
        ]
        for side in (said, golds)
    )
    if change == "pooled":
        found, true = list(set(found)), list(set(true))
    hits = sum(name in true for name in found)
    precision, recall = hits / max(len(found), 1), hits / max(len(true), 1)
    if change == "swapped":
        precision, recall = recall, precision
    f1 = 2 * hits / max(len(found) + len(true), 1)
    if change == "arithmetic":
        f1 = (precision + recall) / 2
    return [precision, recall, f1]


SCORES = Exercise(
    key="9.2",
    section="09_named_entities#score-names-not-words",
    hints=(
        "Of what is precision a share, and of what is recall?",
        "Add up three counts over all sentences first: names that are right, "
        "names that were said, names that are true.",
        "Intersect the two sets of each sentence, sum the sizes, and divide "
        "only once, at the end.",
    ),
    ask=_ask_scores,
    use=_use_scores,
    expected=_scores,
    mistakes=(
        Mistake(
            "mean",
            "you average over sentences; one with one name counts as much as "
            "one with four",
            changed(_scores, "mean"),
        ),
        Mistake(
            "kind",
            "a name of the wrong kind is counted as right",
            changed(_scores, "kind"),
        ),
        Mistake(
            "pooled",
            "names of different sentences are mixed up: the same place in two "
            "sentences is not the same name",
            changed(_scores, "pooled"),
        ),
        Mistake(
            "swapped",
            "precision and recall have changed places",
            changed(_scores, "swapped"),
        ),
        Mistake(
            "arithmetic",
            "F1 is not the plain mean of precision and recall",
            changed(_scores, "arithmetic"),
        ),
    ),
)

# 9.6: recall of new names


def _ask_recall(rng: np.random.Generator) -> Question:
    texts = [f"name {n}" for n in range(12)]
    known = texts[:6]
    found, true = [], []
    for _ in range(25):
        names = [
            [str(rng.choice(texts)), str(rng.choice(KINDS)), place]
            for place in range(0, 12, 4)
        ]
        true.append(names)
        said = [name for name in names if rng.random() < 0.7]
        said += [[str(rng.choice(texts)), "PER", 2 + n] for n in range(2)]
        found.append([[t, "ORG" if rng.random() < 0.2 else k, p]
                      for t, k, p in said])  # fmt: skip
    return {"found": found, "true": true, "known": known}


def _use_recall(answer: Any, found: Any, true: Any, known: Any) -> Any:
    sides = (
        [{tuple(name) for name in names} for names in side]
        for side in (found, true)
    )
    return [float(value) for value in given(answer(*sides, set(known)))]


def _recall(
    found: list[Any], true: list[Any], known: list[str], change: str = ""
) -> list[float]:
    counts = np.zeros((2, 2))
    seen: set[Any] = set()
    for said, wanted in zip(found, true, strict=True):
        asked, given_names = wanted, said
        if change == "precision":
            asked, given_names = given_names, asked
        if change == "kind":
            given_names = [[t, 0, p] for t, _, p in given_names]
        for text, kind, place in asked:
            name = [text, 0 if change == "kind" else kind, place]
            if change == "once" and text in seen:
                continue
            seen.add(text)
            old = int(text in known)
            counts[old] += (name in given_names, 1)
    shares = counts[:, 0] / counts[:, 1]
    if change == "together":
        shares = counts[:, 0] / counts[:, 1].sum()
    return [float(shares[1]), float(shares[0])]


RECALL = Exercise(
    key="9.6",
    section="09_named_entities#new-names",
    hints=(
        "Take only the true names that are new. How many of these were found?",
        "Recall is a share of the true names. Sort the true names into two "
        "boxes, and give each box its own denominator.",
        "Go through the true names of every sentence; note whether the text "
        "is known, and whether the whole triple is among the found ones of "
        "the same sentence.",
    ),
    ask=_ask_recall,
    use=_use_recall,
    expected=_recall,
    mistakes=(
        Mistake(
            "precision",
            "that is the share of what was said, not of what is true",
            changed(_recall, "precision"),
        ),
        Mistake(
            "kind",
            "a name of the wrong kind is counted as found",
            changed(_recall, "kind"),
        ),
        Mistake(
            "together",
            "both are divided by all true names; each group has its own number",
            changed(_recall, "together"),
        ),
        Mistake(
            "once",
            "a name that occurs in several sentences is counted only once",
            changed(_recall, "once"),
        ),
    ),
)
