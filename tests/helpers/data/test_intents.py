"""BANKING77: the published numbers of questions, and labels that fit."""

import re

import pytest
from datasets import DatasetDict

from helpers.data.intents import FEATURES, INTENTS, banking77


@pytest.fixture(scope="module")
def real() -> DatasetDict:
    return banking77("shipped")


def test_the_parts_are_those_of_the_paper(real: DatasetDict) -> None:
    """Casanueva et al. (2020), table 1: 10,003 to train and 3,080 to test."""
    rows = real.num_rows
    assert 9_940 < rows["train"] + rows["validation"] < 10_003  # no copies
    assert rows["test"] == 3_080
    assert all(part.features == FEATURES for part in real.values())


def test_every_intent_is_in_every_part(real: DatasetDict) -> None:
    for part in real.values():
        assert set(part["label"]) == set(range(len(INTENTS)))
    labels = real["test"]["label"][:]
    assert {labels.count(label) for label in range(77)} == {40}


def test_texts_are_whole_and_have_their_own_intent(real: DatasetDict) -> None:
    texts = real["test"]["text"][:]
    assert all(text.strip() and "\t" not in text for text in texts)
    row = texts.index("My daughter would like a card as well, how can we make "
                      "this happen?")  # fmt: skip
    assert INTENTS[real["test"][row]["label"]] == "getting_spare_card"


def test_no_question_is_in_two_parts(real: DatasetDict) -> None:
    train, valid, test = (
        {re.sub(r"\W+", " ", text.lower()).strip() for text in part["text"]}
        for part in real.values()
    )
    assert (len(train), len(valid)) == (
        len(real["train"]),
        len(real["validation"]),
    )
    assert not train & valid
    assert not (train | valid) & test


def test_an_unknown_tier_is_refused() -> None:
    with pytest.raises(ValueError, match=r'source must be "shipped"'):
        banking77("cloud")
