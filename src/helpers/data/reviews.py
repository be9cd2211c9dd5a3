"""Movie reviews, good or bad, without duplicates; films apart where known.

The offline source is what may be fetched of two classic sets; the Hub has the
sets as their authors split them.
"""

from typing import Literal

import numpy as np
import pandas as pd
from datasets import ClassLabel, Dataset, DatasetDict, Features, Value
from numpy.typing import ArrayLike, NDArray

from helpers.data.deduplicate import drop_duplicates, first_occurrences
from helpers.data.fetched.store import fetched_path
from helpers.data.films import keep_films_apart
from helpers.data.sources import load_from_hub, pick_source

Corpus = Literal["imdb", "rotten_tomatoes"]

HUB: dict[Corpus, str] = {
    "imdb": "stanfordnlp/imdb",
    "rotten_tomatoes": "cornell-movie-review-data/rotten_tomatoes",
}
FEATURES = Features(
    {"text": Value("string"), "label": ClassLabel(names=["neg", "pos"])}
)
# Maas et al. took at most so many reviews of one film. Those of one film and
# one label follow each other in the file.
ROWS_OF_ONE_FILM = 30


def movie_reviews(
    source: str | None = None, corpus: Corpus = "imdb"
) -> DatasetDict:
    """Return movie reviews with the columns ``text`` and ``label``.

    The task is to tell a negative review (0) from a positive one (1); there
    are about as many of each in every split. The rows are in random order.

    Offline, 80, 10 and 10 per cent of the sets' published training splits
    become train, validation and test. They are cut in the order of the file,
    where reviews of one film and one label are next to each other in IMDb, and
    not at random: a film in two splits leaks the answer. Duplicates are
    removed before. Sentences of Rotten Tomatoes are not in such an order, and
    do not say which film they are about; those of training that name a title
    which a held-out sentence names are left out
    (:func:`helpers.data.films.keep_films_apart`). Films that no sentence
    names may still be in two splits.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, see
        :func:`helpers.data.sources.pick_source`.
    corpus
        ``"imdb"``: whole reviews, about 230 words each;
        ``"rotten_tomatoes"``: a sentence or two, about 20 words.

    References
    ----------
    Maas et al. (2011), "Learning Word Vectors for Sentiment Analysis", ACL.
    Pang and Lee (2005), "Seeing Stars", ACL. For research and teaching.
    """
    if corpus not in HUB:
        raise ValueError(
            f"corpus must be one of {', '.join(HUB)}, got {corpus!r}"
        )
    if pick_source(source) == "hub":
        return _from_hub(HUB[corpus])
    table = pd.read_csv(
        fetched_path("movie_reviews") / "reviews.csv", keep_default_na=False
    )
    table = table[table["source"] == corpus]
    table = table.iloc[first_occurrences(table["text"].tolist())]
    rows = Dataset.from_dict(
        {name: table[name].tolist() for name in FEATURES}, FEATURES
    )
    splits = film_blocks(table["label"], cuts=(0.8, 0.9))
    parts = DatasetDict(
        {
            name: rows.select(split)
            for name, split in zip(
                ("train", "validation", "test"), splits, strict=True
            )
        }
    )
    return keep_films_apart(parts) if corpus == "rotten_tomatoes" else parts


def _from_hub(path: str) -> DatasetDict:
    """Use a tenth of the training split for validation, if there is none."""
    hub = load_from_hub(
        path, splits=("train", "test"), columns=("text", "label")
    )
    if "validation" not in hub:
        kept = drop_duplicates(hub["train"], of=hub["test"]["text"][:])
        train, validation = film_blocks(kept["label"], cuts=(0.9,))
        hub["train"] = kept.select(train)
        hub["validation"] = kept.select(validation)
    return DatasetDict(
        {
            split: hub[split].shuffle(seed=0)
            for split in ("train", "validation", "test")
        }
    )


def film_blocks(
    labels: ArrayLike, cuts: tuple[float, ...]
) -> list[NDArray[np.int64]]:
    """Cut the rows of each label at the given shares; shuffle each split.

    After each cut as many rows are left out as one film can have, so that
    the film at the cut is on one side of it only.

    Raises
    ------
    ValueError
        If a label is missing: its row would be in no split.
    """
    labels = np.asarray(labels)
    missing = np.flatnonzero(pd.isna(labels))
    if len(missing):
        raise ValueError(
            f"row {missing[0]} has no label; leave such rows out first"
        )
    splits: list[list[NDArray[np.int64]]] = [[] for _ in (0, *cuts)]
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        gap = min(ROWS_OF_ONE_FILM, len(rows) // 100)
        stops = [int(cut * len(rows)) for cut in cuts]
        starts = [0, *(stop + gap for stop in stops)]
        for split, start, stop in zip(
            splits, starts, [*stops, len(rows)], strict=True
        ):
            split.append(rows[start:stop])
    draw = np.random.default_rng(0)
    return [draw.permutation(np.concatenate(split)) for split in splits]
