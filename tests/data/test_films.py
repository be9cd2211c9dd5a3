"""Sentences that name a film stay on one side, as far as titles tell."""

from typing import cast

import pytest
from datasets import Dataset, DatasetDict

from helpers.data import movie_reviews
from helpers.data.films import keep_films_apart, known_titles, titles_in


def splits(**texts: list[str]) -> DatasetDict:
    """Return splits with these texts."""
    return DatasetDict(
        {
            name: Dataset.from_dict({"text": rows})
            for name, rows in texts.items()
        }
    )


def test_a_title_is_named_by_whole_words_in_any_case() -> None:
    texts = ["Swimfan is dull", "aswimfan", "swimfans", "nothing here"]
    assert titles_in(texts) == [{"swimfan"}, set(), set(), set()]


def test_the_longer_of_two_titles_is_the_one_that_is_named() -> None:
    titles = ["kate", "kate & leopold"]
    assert titles_in(["kate & leopold", "kate"], titles) == [
        {"kate & leopold"},
        {"kate"},
    ]


def test_the_test_split_stays_whole_and_earlier_ones_lose_its_films() -> None:
    apart = keep_films_apart(
        splits(
            train=["swimfan .", "blue crush .", "narc .", "good ."],
            validation=["swimfan !", "blue crush !", "bad !"],
            test=["swimfan ?", "swimfan ??"],
        )
    )
    assert list(apart) == ["train", "validation", "test"]
    assert apart["train"]["text"][:] == ["narc .", "good ."]
    assert apart["validation"]["text"][:] == ["blue crush !", "bad !"]
    assert len(apart["test"]) == 2


def test_titles_are_listed_once_in_lower_case() -> None:
    titles = known_titles()
    assert len(set(titles)) == len(titles) > 200
    assert all(title == title.lower().strip() != "" for title in titles)


@pytest.mark.parametrize(
    "title", ["swimfan", "blue crush", "serving sara", "red dragon"]
)
def test_films_that_were_on_both_sides_are_on_one(title: str) -> None:
    data = movie_reviews("shipped", "rotten_tomatoes")
    sides = [
        any(title in text for text in cast(list[str], data[name]["text"][:]))
        for name in data
    ]
    assert sum(sides) == 1
