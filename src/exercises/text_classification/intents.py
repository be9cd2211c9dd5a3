"""Questions of a bank by intent, and what a bag of words reaches."""

from functools import cache

import numpy as np

from grading.exercise import Array

INTENTS, EXAMPLES, ASKED = 40, 2, 5


@cache
def bank(part: str) -> tuple[Array, Array]:
    """Return all texts of a part, and their labels."""
    from helpers.data import banking77

    rows = banking77()[part]
    return np.array(rows["text"][:]), np.array(rows["label"][:])


def questions(
    intents: Array, seed: int, part: str = "train"
) -> tuple[list[str], Array]:
    """Return some texts of these intents, and the places of the intents."""
    texts, labels = bank(part)
    rng = np.random.default_rng(seed)
    count = EXAMPLES if part == "train" else ASKED
    rows = rng.permutation(
        [
            row
            for intent in intents
            for row in rng.choice(
                np.flatnonzero(labels == intent), count, replace=False
            )
        ]
    )
    place = np.argsort(intents)
    y = place[np.searchsorted(np.sort(intents), labels[rows])]
    return [str(text) for text in texts[rows]], y


@cache
def bag_share(intents: tuple[int, ...], seed: int) -> float:
    """Return the accuracy of the better of two bags: words, pieces of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    train, test = (
        questions(np.array(intents), seed, part) for part in ("train", "test")
    )
    bags = (
        TfidfVectorizer(sublinear_tf=True),
        TfidfVectorizer(
            sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5)
        ),
    )
    models = [
        make_pipeline(bag, LogisticRegression(C=10, max_iter=1000)).fit(*train)
        for bag in bags
    ]
    return max(float(model.score(*test)) for model in models)
