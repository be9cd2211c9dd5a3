"""News of 1996 in which every name of a person, place or firm is marked.

The splits are those of the CoNLL-2003 shared task, for both sources.
"""

from collections.abc import Iterator
from pathlib import Path

from datasets import (
    ClassLabel,
    Dataset,
    DatasetDict,
    Features,
    List,
    Value,
)

from helpers.data.fetched.store import fetched_path
from helpers.data.sources import load_from_hub, pick_source

NER_TAGS = (
    "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC",
    "I-MISC",
)  # fmt: skip
FEATURES = Features(
    {
        "tokens": List(Value("string")),
        "ner_tags": List(ClassLabel(names=list(NER_TAGS))),
    }
)
_SPLITS = {"train": "train", "validation": "valid", "test": "test"}


def conll2003(source: str | None = None) -> DatasetDict:
    """Return sentences as ``tokens`` with a tag each in ``ner_tags``.

    ``B-PER`` begins the name of a person, ``I-PER`` goes on with it, and so
    for organisations, locations and others (``MISC``); ``O`` is no name.
    The three splits are the published ones: the training and validation texts
    are of August 1996, the test texts of December 1996.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, see
        :func:`helpers.data.sources.pick_source`.

    References
    ----------
    Tjong Kim Sang and De Meulder (2003), "Introduction to the CoNLL-2003
    Shared Task", CoNLL. The texts are Reuters': for research only.
    """
    if pick_source(source) == "hub":
        # The data set itself is a script, which `datasets` no longer runs;
        # the Hub keeps its tables on this branch.
        return load_from_hub(
            "eriktks/conll2003",
            revision="refs/convert/parquet",
            splits=tuple(_SPLITS),
            columns=tuple(FEATURES),
        ).select_columns(list(FEATURES))
    folder = fetched_path("conll2003")
    return DatasetDict(
        {
            split: Dataset.from_dict(_columns(folder / f"{name}.txt"), FEATURES)
            for split, name in _SPLITS.items()
        }
    )


def _columns(path: Path) -> dict[str, list[list[str]]]:
    sentences = list(read_sentences(path.read_text("utf-8")))
    return {
        "tokens": [[word for word, _ in sentence] for sentence in sentences],
        "ner_tags": [[tag for _, tag in sentence] for sentence in sentences],
    }


def read_sentences(text: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the sentences of a CoNLL file as pairs of word and name tag.

    A line holds a word, its part of speech, its phrase and its name tag; an
    empty line ends a sentence; ``-DOCSTART-`` begins a document.
    """
    for block in text.split("\n\n"):
        lines = [line.split() for line in block.splitlines()]
        words = [
            (line[0], line[-1])
            for line in lines
            if line and line[0] != "-DOCSTART-"
        ]
        if words:
            yield words
