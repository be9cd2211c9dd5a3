"""Exact Match and F1 by the published rules of SQuAD, restated here."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.metrics import exact_match, squad_f1

words = st.sampled_from(
    ["the", "The", "a", "an", "cat", "Cat.", "in", "Paris", "(1999)", "U.S.",
     "theatre", "", " ", "-", "\u00e9t\u00e9"]
)  # fmt: skip
texts = st.lists(words, max_size=6).map(" ".join)


def published_f1(pred: str, gold: str) -> float:
    """Follow the steps of the evaluation script, one after the other."""

    def tokens(text: str) -> list[str]:
        kept = "".join(c for c in text.lower() if c not in string.punctuation)
        return re.sub(r"\b(a|an|the)\b", " ", kept).split()

    ours, theirs = tokens(pred), tokens(gold)
    same = sum((Counter(ours) & Counter(theirs)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(ours), same / len(theirs)
    return 2 * precision * recall / (precision + recall)


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_f1_follows_the_published_script(pred: str, golds: list[str]) -> None:
    wanted = max(published_f1(pred, gold) for gold in golds)
    assert squad_f1([pred], [golds]) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("pred", "gold", "same"),
    [
        ("The Normans!", "normans", True),
        ("a  U.S. city", "US City", True),
        ("theatre", "the atre", False),
        ("10th century", "10th centuries", False),
    ],
)
def test_exact_match_ignores_case_marks_and_articles(
    pred: str, gold: str, same: bool
) -> None:
    assert exact_match([pred], [[gold]]) == float(same)


def test_the_best_of_several_answers_counts_and_questions_are_averaged() -> (
    None
):
    preds = ["in Paris", "1999"]
    golds = [["London", "Paris", "in Paris"], ["2000"]]
    assert exact_match(preds, golds) == 0.5
    assert squad_f1(preds, golds) == 0.5


@pytest.mark.parametrize(
    ("preds", "golds", "message"),
    [
        ([], [], "no questions to score"),
        (["a"], [["a"], ["b"]], "1 answers but 2 questions"),
        (["a"], [[]], "question 0 has no right answer"),
        (["a"], ["a"], "a list of their own"),
        ("a", [["a"]], "must come in a list"),
    ],
)
def test_answers_that_cannot_be_scored_are_refused(
    preds: list[str], golds: list[list[str]], message: str
) -> None:
    for metric in (exact_match, squad_f1):
        with pytest.raises(ValueError, match=message):
            metric(preds, golds)
