"""Movie reviews: labelled, without copies, no film in two splits."""

from itertools import pairwise
from typing import cast

import numpy as np
import pytest
from datasets import Dataset, DatasetDict
from hypothesis import given
from hypothesis import strategies as st

from helpers.data import reviews
from helpers.data.deduplicate import first_occurrences
from helpers.data.reviews import (
    FEATURES,
    Corpus,
    film_blocks,
    movie_reviews,
)

SPLITS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def imdb() -> DatasetDict:
    """Return the long reviews, offline."""
    return movie_reviews("shipped")


@pytest.fixture(scope="module")
def tomatoes() -> DatasetDict:
    """Return the short reviews, offline."""
    return movie_reviews("shipped", "rotten_tomatoes")


@pytest.fixture(params=["imdb", "tomatoes"])
def real(request: pytest.FixtureRequest) -> DatasetDict:
    """Return the real reviews of each corpus in turn."""
    return cast(DatasetDict, request.getfixturevalue(request.param))


def test_the_splits_are_the_documented_ones(real: DatasetDict) -> None:
    assert tuple(real) == SPLITS
    sizes = [len(real[split]) for split in SPLITS]
    assert sizes in ([19920, 2430, 2431], [6290, 748, 794])
    for split in SPLITS:
        assert real[split].features == FEATURES
        assert 0.49 < np.mean(real[split]["label"][:]) < 0.51
        assert 0.4 < np.mean(real[split].select(range(500))["label"]) < 0.6


def test_no_text_is_there_twice(real: DatasetDict) -> None:
    texts = [text for split in SPLITS for text in real[split]["text"][:]]
    assert len(set(texts)) == len(texts)
    assert len(first_occurrences(texts)) == len(texts)
    assert min(map(len, texts)) > 0


def test_labels_are_those_of_the_words(real: DatasetDict) -> None:
    """A swapped or shifted label would bring these shares to a half."""
    for word, label in [(" best ", 1), (" bad ", 0), (" boring", 0)]:
        of_word = [
            row == label
            for split in SPLITS
            for row, text in zip(
                real[split]["label"][:], real[split]["text"][:], strict=True
            )
            if word in text
        ]
        assert np.mean(of_word) > 0.6


def test_a_film_whose_reviews_stand_together_is_in_one_part(
    imdb: DatasetDict,
) -> None:
    """The reviews of this film open the file."""
    found = [
        sum("I am Curious" in text for text in imdb[split]["text"][:])
        for split in SPLITS
    ]
    assert found[0] > 0
    assert found[1:] == [0, 0]


def test_the_rows_are_the_same_in_every_call(tomatoes: DatasetDict) -> None:
    again = movie_reviews("shipped", "rotten_tomatoes")
    for split in SPLITS:
        assert again[split]["text"][:] == tomatoes[split]["text"][:]


def test_copies_differ_in_dots_and_capitals_at_most() -> None:
    texts = ["A <br />good film!", "a good film", "A bad film", "a  Bad film."]
    assert first_occurrences(texts).tolist() == [0, 2]


@given(
    st.lists(st.integers(2, 4000), min_size=1, max_size=3),
    st.sampled_from([(0.8, 0.9), (0.9,), (0.5,)]),
)
def test_parts_are_apart_by_a_whole_film(
    counts: list[int], cuts: tuple[float, ...]
) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    splits = film_blocks(labels, cuts)
    rows = np.concatenate(splits)
    assert len(set(rows.tolist())) == len(rows)
    for label, count in enumerate(counts):
        gap = min(30, count // 100)
        of_label = [np.sort(part[labels[part] == label]) for part in splits]
        assert sum(map(len, of_label)) == count - gap * len(cuts)
        for block in of_label:
            assert (np.diff(block) == 1).all()
        for before, after in pairwise(of_label):
            if len(before) and len(after):
                assert after[0] - before[-1] == gap + 1


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_row_without_a_label_is_not_left_out_in_silence(
    missing: float | None,
) -> None:
    labels = [0, 1, missing, 1]
    with pytest.raises(ValueError, match="row 2 has no label"):
        film_blocks(np.array(labels), (0.5,))


def hub_part(rows: range) -> Dataset:
    half = len(rows) // 2
    return Dataset.from_dict(
        {
            "text": [f"review {row}" for row in rows],
            "label": [0] * half + [1] * half,
        },
        features=FEATURES,
    )


@pytest.mark.parametrize("corpus", ["imdb", "rotten_tomatoes"])
def test_the_hub_gives_the_same_columns_and_splits(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = DatasetDict(
        # Its first ten rows are copies of the test part's last ten.
        train=hub_part(range(390, 590)),
        test=hub_part(range(200, 400)),
        unsupervised=hub_part(range(600, 610)),
    )
    if corpus == "rotten_tomatoes":
        hub["validation"] = hub_part(range(700, 740))
    asked = []

    def load(path: str, **options: object) -> DatasetDict:
        asked.append(path)
        return hub

    monkeypatch.setattr(reviews, "load_from_hub", load)
    splits = movie_reviews("hub", corpus)
    assert asked == [reviews.HUB[corpus]]
    assert tuple(splits) == SPLITS
    assert all(part.features == FEATURES for part in splits.values())
    assert len(splits["test"]) == 200
    assert len(set(splits["test"].select(range(50))["label"])) == 2
    if corpus == "imdb":
        # Without the ten copies and, at the cut, one positive review.
        assert len(splits["train"]) + len(splits["validation"]) == 189
        texts = [text for part in splits.values() for text in part["text"]]
        assert len(set(texts)) == len(texts)
    else:
        assert len(splits["train"]) == 200
        assert len(splits["validation"]) == 40


def test_another_corpus_is_refused() -> None:
    with pytest.raises(ValueError, match="imdb, rotten_tomatoes, got 'amazon'"):
        movie_reviews(corpus="amazon")  # type: ignore[arg-type]
