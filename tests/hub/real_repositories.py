"""The course's own texts and a tiny BERT, laid out as the Hub has them.

The rows are real, so that a whole chapter can run on them; only the weights
are small and random, for what is learned is not the question here.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hub_repositories as layout
from datasets import Dataset
from hub_server import Files
from transformers import BertConfig, BertModel

from helpers.data import conll2003, encoder_path, movie_reviews, squad

BERT = "google-bert/bert-base-uncased"


def data_sets() -> dict[str, dict[str, Files]]:
    """Return the repositories that chapters 7, 8 and 9 load."""
    return {
        "cornell-movie-review-data/rotten_tomatoes": {"main": sentences()},
        "stanfordnlp/imdb": {"main": reviews()},
        "rajpurkar/squad": {"main": questions()},
        "eriktks/conll2003": {layout.PARQUET_BRANCH: names()},
    }


def sentences() -> Files:
    """Return Rotten Tomatoes, which has its three splits on the Hub too."""
    splits = movie_reviews("shipped", "rotten_tomatoes")
    splits = {split: columns(rows) for split, rows in splits.items()}
    return layout.repository(None, layout.IMDB, {"default": splits})


def reviews() -> Files:
    """Return a slice of IMDb, sorted by label as on the Hub."""
    splits = movie_reviews("shipped", "imdb")
    train = splits["train"].select(range(4000)).sort("label")
    splits = {"train": columns(train), "test": columns(splits["test"])}
    return layout.repository("plain_text", layout.IMDB, {"plain_text": splits})


def questions() -> Files:
    """Return SQuAD; the Hub has no third split."""
    splits = squad("shipped")
    splits = {
        "train": columns(splits["train"]),
        "validation": columns(splits["validation"]),
    }
    return layout.repository("plain_text", layout.SQUAD, {"plain_text": splits})


def names() -> Files:
    """Return CoNLL-2003, with columns that the course does not use."""
    files: Files = {}
    for split, rows in conll2003("shipped").items():
        known = columns(rows)
        unused: dict[str, list[Any]] = {
            "id": [str(row) for row in range(len(rows))],
            "pos_tags": [[0] * len(words) for words in rows["tokens"][:]],
            "chunk_tags": [[0] * len(words) for words in rows["tokens"][:]],
        }
        files[f"conll2003/{split}/0000.parquet"] = layout.parquet(
            layout.CONLL2003, unused | known
        )
    return files


def bert() -> Files:
    """Return a BERT of 6 layers and 12 heads with the real vocabulary."""
    config = BertConfig(
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=6,
        num_attention_heads=12,
    )
    with TemporaryDirectory() as folder:
        BertModel(config).save_pretrained(folder)
        files = {
            path.name: path.read_bytes() for path in Path(folder).iterdir()
        }
    tokenizer = [
        path
        for path in Path(encoder_path("shipped")).iterdir()
        if path.name not in files
    ]
    return files | {path.name: path.read_bytes() for path in tokenizer}


def columns(rows: Dataset) -> dict[str, list[Any]]:
    """Return a data set as lists."""
    return {name: rows[name][:] for name in rows.column_names}
