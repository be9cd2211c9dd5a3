"""A function for ``map``."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

LONGEST = 8
WORDS = ("a", "an", "the", "very", "dull", "long", "film", "plot", "ends")


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.permutation(np.append([3, 12], rng.integers(1, 15, size=9)))
    texts = [" ".join(rng.choice(WORDS, size=size)) for size in sizes]
    return {"texts": texts, "rows": int(rng.integers(3, 6))}


def _use(answer: Any, texts: list[str], rows: int) -> Any:
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    table = Dataset.from_dict({"text": texts}).map(
        lambda batch: given(answer(batch)),
        batched=True,
        batch_size=rows,
        new_fingerprint="exercise",
    )
    return to_plain(table.to_dict())


def _expected(texts: list[str], rows: int) -> Question:
    cut = [" ".join(text.split()[:LONGEST]) for text in texts]
    words = [len(text.split()) for text in texts]
    return {"text": cut, "words": words}


EXERCISE = Exercise(
    section="preprocessing-with-map",
    hints=(
        "What does the function get: one row, or a list of texts?",
        "It returns a dictionary of columns, one value for each row in each; "
        "a column with an old name replaces the old one.",
        "Split each text into words first; count them, then join the first "
        "eight again.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "you count what is left; the words of the whole text were asked",
            ("len(some) for", "len(some[:8]) for"),
        ),
        Mistake(
            "the texts are cut after eight characters, not words",
            (
                '" ".join(some[:8]) for some in words',
                'text[:8] for text in rows["text"]',
            ),
        ),
        Mistake("the texts are still whole", ("some[:8]", "some")),
        Mistake(
            "the column holds numbers of characters, not of words",
            (
                "len(some) for some in words",
                'len(text) for text in rows["text"]',
            ),
        ),
    ),
)
