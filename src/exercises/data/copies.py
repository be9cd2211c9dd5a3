"""No text on both sides."""

import numpy as np

from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    words = ["good", "dull", "long", "warm", "odd", "bright"]
    texts = [f"a {one} film, a {other} end" for one in words for other in words]
    mixed = [texts[place] for place in rng.permutation(len(texts))]
    train = mixed[:12] + mixed[4:8] + mixed[20:24]
    return {
        "train": [train[place] for place in rng.permutation(20)],
        "test": mixed[16:24],
    }


def _expected(train: list[str], test: list[str]) -> list[str]:
    seen = set(test)
    kept = [text for text in train if text not in seen]
    return list(dict.fromkeys(kept))


EXERCISE = Exercise(
    section="copies",
    hints=(
        "Which of the two splits may you still change?",
        "A set knows quickly whether it has seen a text, but it forgets the "
        "order.",
        "Go through the training texts once; keep a text if it is neither "
        "among the test texts nor among those that you have kept.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "texts of the test split are still there to be learned from",
            ("set(test), []", "set(), []"),
        ),
        Mistake(
            "some texts are still repeated in what you return",
            ("            seen.add(text)\n", ""),
        ),
        Mistake(
            "the correct texts, but no longer in the order of the data",
            ("return kept", "return sorted(kept)"),
        ),
        Mistake(
            "of a text that occurs twice one copy may stay",
            (
                "if text not in seen:",
                "if text not in seen and train.count(text) == 1:",
            ),
        ),
    ),
)
