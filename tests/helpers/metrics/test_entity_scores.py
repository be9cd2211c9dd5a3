"""Scores of whole names against seqeval's, also on broken tag sequences."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval import metrics as seqeval

from helpers.metrics import entities, entity_scores

tags = st.sampled_from(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])
sentences = st.integers(1, 8).flatmap(
    lambda words: st.tuples(
        *(st.lists(tags, min_size=words, max_size=words) for _ in range(2))
    )
)


@given(st.lists(sentences, min_size=1, max_size=5))
def test_they_are_seqevals(pairs: list[tuple[list[str], list[str]]]) -> None:
    preds, references = map(list, zip(*pairs, strict=True))
    found = entity_scores(preds, references)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # there may be no names at all
        wanted = [
            score(references, preds, zero_division=0)
            for score in (
                seqeval.precision_score,
                seqeval.recall_score,
                seqeval.f1_score,
            )
        ]
    assert list(found) == pytest.approx(wanted)


def test_names_end_where_the_next_begins_or_the_kind_changes() -> None:
    found = entities(["B-PER", "I-PER", "B-PER", "I-LOC", "O", "I-LOC"])
    assert found == {
        (0, 2, "PER"),
        (2, 3, "PER"),
        (3, 4, "LOC"),
        (5, 6, "LOC"),
    }


def test_half_a_name_is_no_hit() -> None:
    scores = entity_scores([["B-PER", "O"]], [["B-PER", "I-PER"]])
    assert scores == (0, 0, 0)


@pytest.mark.parametrize(
    ("preds", "references", "message"),
    [
        ([], [], "at least one"),
        ([["O"]], [["O"], ["O"]], "1 predicted and 2 true sentences"),
        ([["O", "O"]], [["O"]], "sentence 0 has 2 predicted and 1 true"),
        ([["PER"]], [["O"]], "tag 'PER' of word 0"),
        ([["O"]], [["B-"]], "tag 'B-' of word 0"),
        ([["O-PER"]], [["O"]], "tag 'O-PER' of word 0"),
    ],
)
def test_tags_that_cannot_be_scored_are_refused(
    preds: list[list[str]], references: list[list[str]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        entity_scores(preds, references)
