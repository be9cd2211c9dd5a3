"""Exact Match and F1 of answers to questions, by the rules of SQuAD.

Case, punctuation, articles and spaces do not count. A question may have
several right answers; the best match counts.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_MARKS = str.maketrans("", "", string.punctuation)


def exact_match(preds: Sequence[str], golds: Sequence[Sequence[str]]) -> float:
    """Return the share of answers that are one of the right ones.

    Parameters
    ----------
    preds
        An answer for each question.
    golds
        The right answers of each question.

    Raises
    ------
    ValueError
        If there are no questions, the lengths differ, or a question has no
        right answer.

    References
    ----------
    Rajpurkar, Zhang, Lopyrev and Liang (2016), "SQuAD: 100,000+ questions for
    machine comprehension of text", EMNLP; its evaluation script, version 1.1.
    """
    return _mean_of_best(preds, golds, _same)


def squad_f1(preds: Sequence[str], golds: Sequence[Sequence[str]]) -> float:
    """Return the mean overlap of the words of answers and right answers.

    It is the F1 of the words, each as often as it occurs. Parameters, errors
    and source are those of `exact_match`.
    """
    return _mean_of_best(preds, golds, _overlap)


def normalize_answer(text: str) -> str:
    """Return the text without case, punctuation, articles and extra spaces."""
    bare = text.lower().translate(_MARKS)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def _same(pred: str, gold: str) -> float:
    return float(normalize_answer(pred) == normalize_answer(gold))


def _overlap(pred: str, gold: str) -> float:
    ours = normalize_answer(pred).split()
    theirs = normalize_answer(gold).split()
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def _mean_of_best(
    preds: Sequence[str],
    golds: Sequence[Sequence[str]],
    score: Callable[[str, str], float],
) -> float:
    if isinstance(preds, str) or any(isinstance(one, str) for one in golds):
        raise ValueError(
            "answers must come in a list, and the right ones of each question "
            'in a list of their own, as in [["Paris", "in Paris"]]'
        )
    if len(preds) != len(golds):
        raise ValueError(
            f"{len(preds)} answers but {len(golds)} questions; both must be "
            "of the same questions"
        )
    if not preds:
        raise ValueError("no questions to score; is the split empty?")
    if not all(golds):
        row = next(i for i, one in enumerate(golds) if not one)
        raise ValueError(f"question {row} has no right answer to compare with")
    best = [
        max(score(pred, gold) for gold in right)
        for pred, right in zip(preds, golds, strict=True)
    ]
    return sum(best) / len(best)
