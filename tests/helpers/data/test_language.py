"""The texts: complete, and with splits that share no article or sentence."""

import re
from typing import Any

import pytest
from datasets import DatasetDict

from helpers.data import language
from helpers.data.language import english_spanish, wikitext2

TITLE = re.compile(r" = [^=].* = \n")
CREDIT = re.compile(r"CC-BY 2\.0 \(France\) .+#\d+ \(.+\) & #\d+ \(.+\)")


def bare(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence.lower()).strip()


@pytest.fixture(scope="module")
def articles() -> DatasetDict:
    return wikitext2("shipped")


@pytest.fixture(scope="module")
def pairs() -> DatasetDict:
    return english_spanish()


def test_wikitext_has_the_rows_of_the_original(articles: DatasetDict) -> None:
    assert articles.num_rows == {
        "train": 36_718,
        "validation": 3_760,
        "test": 4_358,
    }
    words = {
        name: sum(len(text.split()) for text in part["text"])
        for name, part in articles.items()
    }
    # The paper counts one more token for every line, the end of the line.
    assert words == {"train": 2_051_910, "validation": 213_886, "test": 241_211}


def test_a_line_ends_with_its_line_end_or_is_empty(
    articles: DatasetDict,
) -> None:
    for part in articles.values():
        assert part.column_names == ["text"]
        for text in part["text"]:
            assert text == "" or (
                text.strip() and text.index("\n") == len(text) - 1
            )


def test_no_article_is_in_two_parts(articles: DatasetDict) -> None:
    titles = [
        {text for text in part["text"] if TITLE.fullmatch(text)}
        for part in articles.values()
    ]
    assert all(len(part) >= 60 for part in titles)
    assert not titles[0] & titles[1]
    assert not (titles[0] | titles[1]) & titles[2]


def test_the_hub_tier_of_wikitext_is_asked_for_the_same_rows(
    articles: DatasetDict, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def from_hub(*address: str, **_: Any) -> DatasetDict:
        asked.append(address)
        return DatasetDict({name: articles[name] for name in sorted(articles)})

    monkeypatch.setattr(language, "load_from_hub", from_hub)
    hub = wikitext2("hub")
    assert asked == [("Salesforce/wikitext", "wikitext-2-raw-v1")]
    assert list(hub) == list(articles)


def test_sizes_and_columns_of_the_pairs(pairs: DatasetDict) -> None:
    assert pairs.num_rows == {
        "train": 20_998,
        "validation": 4_500,
        "test": 4_500,
    }
    for part in pairs.values():
        assert part.column_names == ["english", "spanish", "attribution"]
        assert all(map(CREDIT.fullmatch, part["attribution"]))
        assert all(part["english"])
        assert all(part["spanish"])


@pytest.mark.parametrize("column", ["english", "spanish"])
def test_no_sentence_is_in_two_parts(pairs: DatasetDict, column: str) -> None:
    train, valid, test = (
        {bare(text) for text in part[column]} for part in pairs.values()
    )
    assert not train & valid
    assert not (train | valid) & test


def test_a_second_call_gives_the_same_pairs(pairs: DatasetDict) -> None:
    assert pairs["test"][:] == english_spanish()["test"][:]


def test_the_hub_is_refused_for_the_pairs() -> None:
    with pytest.raises(ValueError, match=r"english_spanish.* no twin"):
        english_spanish(source="hub")
