"""Each class on its own."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(4, 8))
    sizes = rng.integers(5, 20, size=classes)
    labels = rng.permutation(np.repeat(np.arange(classes), sizes))
    chance = rng.integers(0, classes, size=len(labels))
    predicted = np.where(rng.random(len(labels)) < 0.5, labels, chance)
    never = rng.integers(classes)
    predicted[predicted == never] = (never + 1) % classes
    return {"predicted": predicted, "labels": labels, "classes": classes}


def _expected(predicted: Array, labels: Array, classes: int) -> Question:
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    right = counts.diagonal()
    with np.errstate(invalid="ignore"):
        recall = right / counts.sum(1)
        precision = right / np.maximum(counts.sum(0), 1)
        both = recall + precision
        f1 = 2 * recall * precision / np.where(both > 0, both, 1)
    return {
        "confusion": counts,
        "recall": recall,
        "precision": precision,
        "macro_f1": float(f1.mean()),
    }


EXERCISE = Exercise(
    section="reading-the-mistakes",
    hints=(
        "Which of the two scores looks along a row, which down a column?",
        "Recall divides by how many rows have the class, precision by how "
        "often it was predicted; a class never predicted has precision 0.",
        "Diagonal over sums of rows; diagonal over sums of columns, with at "
        "least 1 below the line; F1 of each class, and then their mean.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "rows are true classes, columns predicted ones; yours is "
            "transposed",
            ('"confusion": counts', '"confusion": counts.T'),
        ),
        Mistake(
            "precision and recall are swapped",
            (
                '"recall": recall,\n        "precision": precision',
                '"recall": precision,\n        "precision": recall',
            ),
        ),
        Mistake(
            "macro F1 is a mean over classes; yours is a share of the rows",
            ("f1.mean()", "right.sum() / counts.sum()"),
        ),
        Mistake(
            "a class that was never predicted gives 0 divided by 0",
            ("sum(dim=0).clamp(min=1)", "sum(dim=0)"),
        ),
    ),
)
