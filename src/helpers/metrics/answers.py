"""Exact Match and F1 of answers to questions, by the rules of SQuAD.

Case, punctuation, articles and spaces do not count. A question may have
several right answers; the best match counts. Answers of which nothing is left,
such as "the", follow the script of SQuAD 2.0.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_MARKS = str.maketrans("", "", string.punctuation)


def exact_match(
    preds: Sequence[str], references: Sequence[Sequence[str]]
) -> float:
    """Return the share of answers that are one of the right ones.

    Parameters
    ----------
    preds
        An answer for each question.
    references
        The right answers of each question; ``[""]`` if it has none.

    Raises
    ------
    ValueError
        If there are no questions, the lengths differ, an answer is no text, or
        a question has no right answer.

    Notes
    -----
    A right answer of articles and punctuation alone is left out if there are
    others. If there are none, the question counts as one without an answer,
    and everything of which nothing is left, the empty text included, is
    right: Exact Match and F1 are both 1. (The script of SQuAD 1.1 gives such
    an answer an Exact Match of 1, but an F1 of 0.)

    References
    ----------
    Rajpurkar, Zhang, Lopyrev and Liang (2016), "SQuAD: 100,000+ questions for
    machine comprehension of text", EMNLP; Rajpurkar, Jia and Liang (2018),
    "Know What You Don't Know", ACL, whose evaluation script, version 2.0, this
    follows.
    """
    return _mean_of_best(preds, references, _same)


def squad_f1(
    preds: Sequence[str], references: Sequence[Sequence[str]]
) -> float:
    """Return the mean overlap of the words of answers and right answers.

    It is the F1 of the words, each as often as it occurs. Parameters, errors,
    notes and source are those of `exact_match`; no answer has a lower F1 than
    Exact Match.
    """
    return _mean_of_best(preds, references, _overlap)


def normalize_answer(text: str) -> str:
    """Return the text without case, punctuation, articles and extra spaces."""
    bare = text.lower().translate(_MARKS)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def _same(pred: str, reference: str) -> float:
    return float(normalize_answer(pred) == normalize_answer(reference))


def _overlap(pred: str, reference: str) -> float:
    ours = normalize_answer(pred).split()
    theirs = normalize_answer(reference).split()
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs))


def _mean_of_best(
    preds: Sequence[str],
    references: Sequence[Sequence[str]],
    score: Callable[[str, str], float],
) -> float:
    if isinstance(preds, str) or any(
        isinstance(accepted, str) for accepted in references
    ):
        raise ValueError(
            "answers must come in a list, and the right ones of each question "
            'in a list of their own, as in [["Paris", "in Paris"]]'
        )
    if len(preds) != len(references):
        raise ValueError(
            f"{len(preds)} answers but {len(references)} questions; both must "
            "be of the same questions"
        )
    if len(preds) == 0:
        raise ValueError("no questions to score; is the split empty?")
    best = []
    for row, (pred, accepted) in enumerate(zip(preds, references, strict=True)):
        if len(accepted) == 0:
            raise ValueError(
                f"question {row} has no right answer to compare with; if "
                'nothing is right, give it [""]'
            )
        _check_texts(row, [pred, *accepted])
        left = [text for text in accepted if normalize_answer(text)] or [""]
        best.append(max(score(pred, text) for text in left))
    return sum(best) / len(best)


def _check_texts(row: int, answers: Sequence[object]) -> None:
    for answer in answers:
        if not isinstance(answer, str):
            raise ValueError(
                f"the answers of question {row} must be texts, got {answer!r}; "
                'a question that was not answered has the answer ""'
            )
