"""Put gradients together."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    gradients, labels = [], []
    for _ in range(int(rng.integers(3, 5))):
        gradients.append([rng.normal(size=(3, 4)), rng.normal(size=4)])
        texts, tokens = rng.integers(2, 12), rng.integers(4, 15)
        part = rng.integers(0, 9, size=(texts, tokens))
        real = rng.integers(1, tokens, size=texts)
        part[np.arange(tokens) >= real[:, None]] = -100
        labels.append(part)
    return {
        "gradients": [
            *gradients,
            [np.full((3, 4), np.nan), np.full(4, np.nan)],
        ],
        "labels": [*labels, np.full((2, 7), -100)],
    }


def _use(answer: Any, gradients: Any, labels: Any) -> Any:
    """Ask twice: with the process that has nothing to do, and without."""
    found = {}
    for name, count in (("all busy", -1), ("one idle", len(labels))):
        own, theirs = to_tensor(gradients), to_tensor(labels)
        found[name] = list(given(answer(own[:count], theirs[:count])))
    return to_plain(found)


def _expected(gradients: Any, labels: Any) -> dict[str, Any]:
    counts = np.array([(part != -100).sum() for part in labels], dtype=float)
    found = {}
    for name, count in (("all busy", -1), ("one idle", len(labels))):
        total = counts[:count].sum()
        stacked = [
            np.nan_to_num(np.stack(parts))
            for parts in zip(*gradients[:count], strict=True)
        ]
        found[name] = [
            np.tensordot(counts[:count] / total, parts, 1) for parts in stacked
        ]
    return found


COUNT = "int((part != -100).sum())"

EXERCISE = Exercise(
    section="the-average-of-averages",
    hints=(
        "How many labels does each process speak for?",
        "A mean times the number of labels that it was taken over is a sum, "
        "and sums can be added. Padding was not among them.",
        "Count the labels that are not -100, leave out the process without "
        "any, weigh each gradient by its count, add, and divide once.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "a process without any label has a mean of nothing: nan times "
            "zero is nan",
            ("if n > 0", ""),
        ),
        Mistake(
            "each process counts the same, however few labels it has",
            (COUNT, "int((part != -100).any())"),
        ),
        Mistake(
            "the means are added, and nothing divides the sum",
            (
                "sum(own[k] * n for own, n in busy) / total",
                "sum(own[k] for own, n in busy)",
            ),
        ),
        Mistake(
            "a short text counts as much as a long one: it is labels that "
            "are averaged, not rows",
            (COUNT, "len(part) * int((part != -100).any())"),
        ),
        Mistake(
            "padding is counted, although the loss leaves it out",
            (COUNT, "part.numel() * int((part != -100).any())"),
        ),
    ),
)
