"""CoNLL-2003: the published sentences, and tags that make whole names."""

import pytest
from datasets import DatasetDict

from helpers.data import entities
from helpers.data.entities import (
    FEATURES,
    NER_TAGS,
    conll2003,
    read_sentences,
)


@pytest.fixture(scope="module")
def real() -> DatasetDict:
    """Return the real sentences, offline."""
    return conll2003("shipped")


def test_the_splits_are_the_published_ones(real: DatasetDict) -> None:
    assert {split: len(rows) for split, rows in real.items()} == {
        "train": 14041,
        "validation": 3250,
        "test": 3453,
    }
    for rows in real.values():
        assert rows.features == FEATURES


def test_there_are_as_many_names_as_the_authors_counted(
    real: DatasetDict,
) -> None:
    """Table 2 of Tjong Kim Sang and De Meulder (2003): LOC MISC ORG PER."""
    published = {
        "train": [7140, 3438, 6321, 6600],
        "validation": [1837, 922, 1341, 1842],
        "test": [1668, 702, 1661, 1617],
    }
    for split, counts in published.items():
        tags = [
            NER_TAGS[tag] for row in real[split]["ner_tags"][:] for tag in row
        ]
        kinds = ("B-LOC", "B-MISC", "B-ORG", "B-PER")
        assert [tags.count(kind) for kind in kinds] == counts


def test_a_name_goes_on_only_where_one_began(real: DatasetDict) -> None:
    for rows in real.values():
        for sentence in rows["ner_tags"][:]:
            before = "O"
            for tag in (NER_TAGS[number] for number in sentence):
                if tag.startswith("I-"):
                    assert before[2:] == tag[2:]
                before = tag


def test_each_word_has_a_tag(real: DatasetDict) -> None:
    for rows in real.values():
        for words, tags in zip(
            rows["tokens"][:], rows["ner_tags"][:], strict=True
        ):
            assert len(words) == len(tags) > 0
            assert all(words)
            assert "-DOCSTART-" not in words


def test_the_first_sentence_reads_as_it_should(real: DatasetDict) -> None:
    first = real["train"][0]
    assert first["tokens"][:3] == ["EU", "rejects", "German"]
    assert [NER_TAGS[tag] for tag in first["ner_tags"][:3]] == [
        "B-ORG",
        "O",
        "B-MISC",
    ]


def test_documents_and_empty_lines_end_sentences() -> None:
    text = "-DOCSTART- -X- -X- O\n\nA DT B O\nB NN I B-LOC\n\n\nC NN I O\n"
    assert list(read_sentences(text)) == [
        [("A", "O"), ("B", "B-LOC")],
        [("C", "O")],
    ]


def test_the_hub_gives_the_same_columns(
    real: DatasetDict, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def load(path: str, **options: object) -> DatasetDict:
        asked.append((path, options["revision"]))
        return DatasetDict(
            {
                name: rows.select(range(3)).add_column("id", ["a", "b", "c"])
                for name, rows in real.items()
            }
        )

    monkeypatch.setattr(entities, "load_from_hub", load)
    splits = conll2003("hub")
    assert asked == [("eriktks/conll2003", "refs/convert/parquet")]
    assert all(rows.features == FEATURES for rows in splits.values())
