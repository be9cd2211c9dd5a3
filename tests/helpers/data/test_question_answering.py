"""SQuAD: answers stand where they are said to; no article in two splits."""

from typing import Any

import pytest
from datasets import Dataset, DatasetDict

from helpers.data import question_answering
from helpers.data.question_answering import FEATURES, squad

SPLITS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def real() -> DatasetDict:
    """Return the real questions, offline."""
    return squad("shipped")


def test_the_splits_are_the_documented_ones(real: DatasetDict) -> None:
    assert {split: len(rows) for split, rows in real.items()} == {
        "train": 4239,
        "validation": 903,
        "test": 786,
    }
    for rows in real.values():
        assert rows.features == FEATURES


def test_no_article_and_no_paragraph_is_in_two_splits(
    real: DatasetDict,
) -> None:
    for column, distinct in (("title", 35), ("context", None)):
        of_split = [set(real[split][column]) for split in SPLITS]
        union = set.union(*of_split)
        assert sum(map(len, of_split)) == len(union)
        assert distinct in (None, len(union))
    titles = [len(set(real[split]["title"])) for split in SPLITS]
    assert titles == [25, 5, 5]


def test_every_answer_stands_at_its_offset(real: DatasetDict) -> None:
    for rows in real.values():
        for row in rows:
            answers = row["answers"]
            assert answers["text"]
            for text, start in zip(
                answers["text"], answers["answer_start"], strict=True
            ):
                assert text
                assert row["context"][start : start + len(text)] == text


def test_every_question_is_there_once(real: DatasetDict) -> None:
    ids = [name for split in SPLITS for name in real[split]["id"]]
    assert len(set(ids)) == len(ids) == 5928


def hub_rows(titles: list[str]) -> Dataset:
    rows: list[dict[str, Any]] = [
        {
            "id": f"{title}{turn}",
            "title": title,
            "context": "Paris is in France.",
            "question": "Where is Paris?",
            "answers": {"text": ["France"], "answer_start": [12]},
        }
        for title in titles
        for turn in range(3)
    ]
    return Dataset.from_list(rows, FEATURES)


def test_the_hub_is_split_by_article_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = DatasetDict(
        train=hub_rows([f"article {row}" for row in range(20)]),
        validation=hub_rows(["published"]),
    )
    asked = []

    def load(path: str, **options: object) -> DatasetDict:
        asked.append(path)
        return hub

    monkeypatch.setattr(question_answering, "load_from_hub", load)
    splits = squad("hub")
    assert asked == ["rajpurkar/squad"]
    assert tuple(splits) == SPLITS
    assert all(rows.features == FEATURES for rows in splits.values())
    assert set(splits["validation"]["title"]) == {"article 0", "article 10"}
    assert len(set(splits["train"]["title"])) == 18
    assert set(splits["test"]["title"]) == {"published"}
