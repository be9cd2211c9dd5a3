"""Questions on paragraphs of Wikipedia that contain the answer.

No article is in two splits, with either source.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from datasets import Dataset, DatasetDict, Features, List, Value
from numpy.typing import NDArray

from helpers.data.fetched.store import fetched_path
from helpers.data.sources import load_from_hub, pick_source

FEATURES = Features(
    {
        "id": Value("string"),
        "title": Value("string"),
        "context": Value("string"),
        "question": Value("string"),
        "answers": {
            "text": List(Value("string")),
            "answer_start": List(Value("int32")),
        },
    }
)


def squad(source: str | None = None) -> DatasetDict:
    """Return questions with the span of their answer in a paragraph.

    The columns are ``id``, ``title``, ``context``, ``question`` and
    ``answers``, which holds several people's answers: the lists ``text`` and
    ``answer_start`` (in characters; ``context[start:]`` begins with the
    text).

    Offline these are the answerable questions of the published development
    split of SQuAD 2.0, 35 articles: five of them for validation, five for
    test. On the Hub, SQuAD 1.1: every tenth training article is for
    validation, and the published validation split is the test split.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, see
        :func:`helpers.data.sources.pick_source`.

    References
    ----------
    Rajpurkar, Jia and Liang (2018), "Know What You Don't Know", ACL.
    CC BY-SA 4.0.
    """
    if pick_source(source) == "hub":
        hub = load_from_hub(
            "rajpurkar/squad",
            splits=("train", "validation"),
            columns=tuple(FEATURES),
        )
        article = article_numbers(hub["train"]["title"][:])
        return DatasetDict(
            train=hub["train"].select(np.flatnonzero(article % 10 != 0)),
            validation=hub["train"].select(np.flatnonzero(article % 10 == 0)),
            test=hub["validation"],
        )
    text = (fetched_path("squad") / "dev-v2.0.json").read_text("utf-8")
    rows = Dataset.from_list(list(_answerable(json.loads(text))), FEATURES)
    turn = article_numbers(rows["title"][:]) % 7
    return DatasetDict(
        train=rows.select(np.flatnonzero((turn != 3) & (turn != 6))),
        validation=rows.select(np.flatnonzero(turn == 3)),
        test=rows.select(np.flatnonzero(turn == 6)),
    )


def article_numbers(titles: list[str]) -> NDArray[np.int64]:
    """Return the number of each row's article, in the order of coming."""
    number: dict[str, int] = {}
    return np.array(
        [number.setdefault(title, len(number)) for title in titles],
        dtype=np.int64,
    )


def _answerable(published: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each question that has an answer."""
    for article in published["data"]:
        for paragraph in article["paragraphs"]:
            for entry in paragraph["qas"]:
                answers = entry["answers"]
                if answers:
                    yield {
                        "id": entry["id"],
                        "title": article["title"],
                        "context": paragraph["context"],
                        "question": entry["question"],
                        "answers": {
                            key: [answer[key] for answer in answers]
                            for key in ("text", "answer_start")
                        },
                    }
