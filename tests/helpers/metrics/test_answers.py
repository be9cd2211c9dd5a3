"""Exact Match and F1 by the published rules of SQuAD, restated here."""

import re
import string
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.metrics import exact_match, squad_f1

words = st.sampled_from(
    ["the", "The", "a", "an", "cat", "Cat.", "in", "Paris", "(1999)", "U.S.",
     "theatre", "", " ", "-", "\u00e9t\u00e9"]
)  # fmt: skip
texts = st.lists(words, max_size=6).map(" ".join)


def tokens(text: str) -> list[str]:
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def published_golds(references: list[str]) -> list[str]:
    """Return the right answers that the script of SQuAD 2.0 looks at."""
    left = [reference for reference in references if tokens(reference)]
    return left if left else [""]


def published_f1(pred: str, reference: str) -> float:
    """Follow the steps of that script, one after the other."""
    ours, theirs = tokens(pred), tokens(reference)
    same = sum((Counter(ours) & Counter(theirs)).values())
    if len(ours) == 0 or len(theirs) == 0:
        return float(ours == theirs)
    if same == 0:
        return 0.0
    precision, recall = same / len(ours), same / len(theirs)
    return 2 * precision * recall / (precision + recall)


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_both_follow_the_published_script(
    pred: str, references: list[str]
) -> None:
    right = published_golds(references)
    wanted = max(published_f1(pred, reference) for reference in right)
    assert squad_f1([pred], [references]) == pytest.approx(wanted)
    same = any(tokens(pred) == tokens(reference) for reference in right)
    assert exact_match([pred], [references]) == float(same)


@given(st.lists(st.tuples(texts, st.lists(texts, min_size=1)), min_size=1))
def test_no_f1_is_below_the_exact_match(
    rows: list[tuple[str, list[str]]],
) -> None:
    preds, references = [row[0] for row in rows], [row[1] for row in rows]
    assert squad_f1(preds, references) >= exact_match(preds, references) - 1e-12


@pytest.mark.parametrize(
    ("pred", "references", "score"),
    [
        ("A", ["A"], 1.0),  # a grade, or the name of a blood group
        ("the", ["an"], 1.0),
        ("?!", ["."], 1.0),
        ("", [""], 1.0),
        ("", ["The"], 1.0),
        ("Paris", [""], 0.0),
        ("", ["Paris"], 0.0),
        ("the", ["the", "Paris"], 0.0),  # there is a real right answer
        ("Paris", [".", "Paris"], 1.0),
    ],
)
def test_answers_of_which_nothing_is_left(
    pred: str, references: list[str], score: float
) -> None:
    assert exact_match([pred], [references]) == score
    assert squad_f1([pred], [references]) == score


def test_answers_come_from_pandas_too() -> None:
    """There, lists in a column of a parquet file are NumPy arrays."""
    table: Any = pd.DataFrame({"said": ["Paris", "1999"]})
    references: Any = pd.Series(
        [np.array(["London", "Paris"]), np.array(["2000"])]
    )
    assert exact_match(table["said"], references) == 0.5
    assert squad_f1(table["said"].to_numpy(), references.to_numpy()) == 0.5


@pytest.mark.parametrize(
    ("pred", "reference", "same"),
    [
        ("The Normans!", "normans", True),
        ("a  U.S. city", "US City", True),
        ("theatre", "the atre", False),
        ("10th century", "10th centuries", False),
    ],
)
def test_exact_match_ignores_case_marks_and_articles(
    pred: str, reference: str, same: bool
) -> None:
    assert exact_match([pred], [[reference]]) == float(same)


def test_the_best_of_several_answers_counts_and_questions_are_averaged() -> (
    None
):
    preds = ["in Paris", "1999"]
    references = [["London", "Paris", "in Paris"], ["2000"]]
    assert exact_match(preds, references) == 0.5
    assert squad_f1(preds, references) == 0.5


@pytest.mark.parametrize(
    ("preds", "references", "message"),
    [
        ([], [], "no questions to score"),
        (["a"], [["a"], ["b"]], "1 answers but 2 questions"),
        (["a", "b"], [["a"], []], r'question 1 has no right.*give it \[""\]'),
        (["a", None], [["a"], ["b"]], "question 1 must be texts, got None"),
        (["a"], [[np.nan]], "question 0 must be texts, got nan"),
        (["a"], ["a"], "a list of their own"),
        ("a", [["a"]], "must come in a list"),
    ],
)
def test_answers_that_cannot_be_scored_are_refused(
    preds: Any, references: Any, message: str
) -> None:
    for metric in (exact_match, squad_f1):
        with pytest.raises(ValueError, match=message):
            metric(preds, references)
