"""Precision, recall and F1 of whole names in tagged sentences.

A name counts only if its first word, its last word and its kind are right.
"""

from collections.abc import Sequence
from typing import NamedTuple

Entity = tuple[int, int, str]
"""First word, word after the last, and kind."""


class EntityScores(NamedTuple):
    """Scores over all names of all sentences together.

    Attributes
    ----------
    precision
        True positives over predicted names.
    recall
        True positives over actual names.
    f1
        The harmonic mean of the two.
    """

    precision: float
    recall: float
    f1: float


def entities(tags: Sequence[str]) -> set[Entity]:
    """Return the names in one sentence.

    Parameters
    ----------
    tags
        One for each word: ``B-PER`` begins a name, ``I-PER`` goes on with it,
        ``O`` is none. An ``I-`` that has no name of its kind before it begins
        one, as in the evaluation script of CoNLL.

    Raises
    ------
    ValueError
        If a tag is none of these.
    """
    found: set[Entity] = set()
    start, kind = 0, ""
    for position, tag in enumerate([*tags, "O"]):
        mark, _, of = str(tag).partition("-")
        if mark not in ("B", "I", "O") or bool(of) == (mark == "O"):
            raise ValueError(
                f"tag {tag!r} of word {position} is not of the form B-KIND, "
                "I-KIND or O"
            )
        if mark == "I" and of == kind:
            continue
        if kind:
            found.add((start, position, kind))
        start, kind = position, of
    return found


def entity_scores(
    preds: Sequence[Sequence[str]], references: Sequence[Sequence[str]]
) -> EntityScores:
    """Compare predicted with true tags, sentence by sentence.

    Parameters
    ----------
    preds, references
        For each sentence the tags of its words.

    Returns
    -------
    EntityScores
        Micro averages; each is 0 where there is nothing to divide by.

    Raises
    ------
    ValueError
        If numbers of sentences or words differ, there are none, or a tag is
        wrong.

    References
    ----------
    Tjong Kim Sang and De Meulder (2003), "Introduction to the CoNLL-2003
    shared task", CoNLL; the same numbers as the package seqeval gives.
    """
    if len(preds) != len(references) or len(references) == 0:
        raise ValueError(
            f"{len(preds)} predicted and {len(references)} true sentences; "
            "there must be as many of both, and at least one"
        )
    true_positives = predicted = actual = 0
    for row, (ours, theirs) in enumerate(zip(preds, references, strict=True)):
        if len(ours) != len(theirs):
            raise ValueError(
                f"sentence {row} has {len(ours)} predicted and {len(theirs)} "
                "true tags; give one tag for each word, not for each sub-word"
            )
        found, wanted = entities(ours), entities(theirs)
        true_positives += len(found & wanted)
        predicted += len(found)
        actual += len(wanted)
    return EntityScores(
        true_positives / max(predicted, 1),
        true_positives / max(actual, 1),
        2 * true_positives / max(predicted + actual, 1),
    )
