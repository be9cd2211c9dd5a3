"""Small repositories with the layout that the public ones have.

All rows are made up. The configurations, file names, columns, types and label
names are those of the repositories on the Hub.
"""

import io
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import (
    ClassLabel,
    Dataset,
    DatasetInfo,
    Features,
    Image,
    List,
    Value,
)
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from hub_server import Files
from huggingface_hub import DatasetCardData
from PIL import Image as PillowImage
from transformers import BertConfig, BertModel, BertTokenizer

from helpers.data.intents import INTENTS

Rows = Mapping[str, Sequence[Any]]
PARQUET_BRANCH = "refs/convert/parquet"
ROW_GROUP = 200

CIFAR10_NAMES = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse",
    "ship", "truck",
]  # fmt: skip
NER_NAMES = [
    "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC",
    "I-MISC",
]  # fmt: skip

CIFAR10 = Features(img=Image(), label=ClassLabel(names=CIFAR10_NAMES))
IMDB = Features(text=Value("string"), label=ClassLabel(names=["neg", "pos"]))
SQUAD = Features(
    id=Value("string"),
    title=Value("string"),
    context=Value("string"),
    question=Value("string"),
    answers={
        "text": List(Value("string")),
        "answer_start": List(Value("int32")),
    },
)
BANKING77 = Features(
    text=Value("string"), label=ClassLabel(names=list(INTENTS))
)
WIKITEXT = Features(text=Value("string"))
CONLL2003 = Features(
    id=Value("string"),
    tokens=List(Value("string")),
    pos_tags=List(Value("int64")),
    chunk_tags=List(Value("int64")),
    ner_tags=List(ClassLabel(names=NER_NAMES)),
)


def cifar10() -> Files:
    """Return ``uoft-cs/cifar10``, ten images of one colour per class."""
    images = [
        PillowImage.new("RGB", (32, 32), (20 * label, 255 - 20 * label, 90))
        for label in range(10)
    ]
    rows: Rows = {"img": images * 10, "label": list(range(10)) * 10}
    few: Rows = {"img": images[:4], "label": [0, 1, 2, 3]}
    return repository(
        "plain_text", CIFAR10, {"plain_text": {"train": rows, "test": few}}
    )


def imdb() -> Files:
    """Return ``stanfordnlp/imdb``; its third split has no labels."""
    good = [f"Film {i} was a joy, and I would see it again." for i in range(8)]
    bad = [
        f"Film {i} was a bore, and I left before it ended." for i in range(8)
    ]
    labelled: Rows = {"text": bad + good, "label": [0] * 8 + [1] * 8}
    few: Rows = {"text": good[:1] + bad[:1], "label": [1, 0]}
    rest: Rows = {"text": ["No one has judged film 9."], "label": [-1]}
    splits: Mapping[str, Rows] = {
        "train": labelled,
        "test": few,
        "unsupervised": rest,
    }
    return repository("plain_text", IMDB, {"plain_text": splits})


def rotten_tomatoes() -> Files:
    """Return ``cornell-movie-review-data/rotten_tomatoes``."""
    rows: Rows = {"text": ["a joy .", "a bore ."], "label": [1, 0]}
    splits = dict.fromkeys(("train", "validation", "test"), rows)
    return repository(None, IMDB, {"default": splits})


def squad() -> Files:
    """Return ``rajpurkar/squad``, three articles of two questions."""
    contexts = [
        f"Town {i} lies by the river Wen. It has a mill." for i in "ABC"
    ]
    questions = ["Where does it lie?", "What does it have?"] * 3
    answers = ["by the river Wen", "a mill"] * 3
    rows: Rows = {
        "id": [f"made-up-{i}" for i in range(6)],
        "title": [f"Town_{i}" for i in "AABBCC"],
        "context": [context for context in contexts for _ in range(2)],
        "question": questions,
        "answers": [
            {"text": [text], "answer_start": [contexts[0].index(text)]}
            for text in answers
        ],
    }
    splits: Mapping[str, Rows] = {"train": rows, "validation": rows}
    return repository("plain_text", SQUAD, {"plain_text": splits})


def wikitext() -> Files:
    """Return ``Salesforce/wikitext``, two of its configurations."""
    lines = ["", " = The mill = \n", "", " It stands by the river . \n"]
    splits: Mapping[str, Rows] = {
        s: {"text": lines * 4} for s in ("test", "train", "validation")
    }
    large: Mapping[str, Rows] = {
        s: {"text": lines * 5} for s in ("test", "train", "validation")
    }
    return repository(
        None,
        WIKITEXT,
        {"wikitext-103-raw-v1": large, "wikitext-2-raw-v1": splits},
    )


def conll2003() -> Files:
    """Return the branch of ``eriktks/conll2003`` that the Hub converted."""
    rows: Rows = {
        "id": ["0", "1"],
        "tokens": [["Ann", "went", "to", "Wen", "."], ["Rain", "."]],
        "pos_tags": [[22, 38, 35, 22, 7], [21, 7]],
        "chunk_tags": [[11, 21, 13, 11, 0], [11, 0]],
        "ner_tags": [[1, 0, 0, 5, 0], [0, 0]],
    }
    return {
        f"conll2003/{split}/0000.parquet": parquet(CONLL2003, rows)
        for split in ("train", "validation", "test")
    }


def banking77() -> Files:
    """Return the branch of ``PolyAI/banking77`` that the Hub converted."""
    labels = list(range(len(INTENTS))) * 10
    rows: Rows = {
        "text": [f"Question {i}, please?" for i in range(len(labels))],
        "label": labels,
    }
    few: Rows = {"text": ["Where is my card?"], "label": [11]}
    return {
        "default/train/0000.parquet": parquet(BANKING77, rows),
        "default/test/0000.parquet": parquet(BANKING77, few),
    }


def streamed() -> Files:
    """Return a repository with one file of 20 row groups, 24 MB."""
    noise = random.Random(0)
    texts = [
        f"Line {i}: {noise.randbytes(3000).hex()}"
        for i in range(20 * ROW_GROUP)
    ]
    return repository(None, WIKITEXT, {"default": {"train": {"text": texts}}})


def tiny_bert() -> Files:
    """Return a model with random weights, and a tokenizer of ten words."""
    words = "[PAD] [UNK] [CLS] [SEP] the mill stands by river ."
    tokenizer = BertTokenizer(
        vocab={word: i for i, word in enumerate(words.split())}
    )
    config = BertConfig(
        vocab_size=10,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    model = BertModel(config)
    with TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


def repository(
    default: str | None,
    features: Features,
    configurations: Mapping[str, Mapping[str, Rows]],
) -> Files:
    """Return the files and the card, as `push_to_hub` would lay them out."""
    files: Files = {}
    configs, infos = MetadataConfigs(), DatasetInfosDict()
    for name, splits in configurations.items():
        data_files = []
        for split, rows in splits.items():
            path = f"{name}/{split}-00000-of-00001.parquet"
            files[path] = parquet(features, rows)
            data_files.append({"split": split, "path": f"{name}/{split}-*"})
        configs[name] = {"data_files": data_files}
        if name == default:
            configs[name]["default"] = True
        infos[name] = DatasetInfo(features=features, config_name=name)
    card = DatasetCardData(license="other")
    infos.to_dataset_card_data(card)
    configs.to_dataset_card_data(card)
    text = f"---\n{card.to_yaml()}\n---\n\n# A small stand-in\n"
    return {"README.md": text.encode()} | files


def parquet(features: Features, rows: Rows) -> bytes:
    """Return the rows as a parquet file that holds its features too."""
    table: pa.Table = Dataset.from_dict(
        dict(rows), features=features
    ).data.table
    file = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(features.arrow_schema.metadata),
        file,
        row_group_size=ROW_GROUP,
    )
    return file.getvalue()
