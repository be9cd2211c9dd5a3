"""Four people, four models."""

from typing import Any

import numpy as np

from exercises.evaluation.macro_f1 import macro_f1
from grading.adapters import given, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _four_scores(models: Array, y: Array, watch: int) -> dict[str, Array]:
    """Return each score of each model."""
    predicted, actual = models == watch, y == watch
    tp = (predicted & actual).sum(1)
    return {
        "rows": (models == y).mean(1),
        "kinds": np.array([macro_f1(preds, y) for preds in models]),
        "misses": tp / actual.sum(),
        "alarms": tp / np.maximum(predicted.sum(1), 1),
    }


def _ask(rng: np.random.Generator) -> Question:
    shares = np.array([0.55, 0.2, 0.12, 0.08, 0.05])
    while True:
        names = rng.permutation(5)
        y = names[rng.choice(5, p=shares, size=200)]
        models = np.stack([_noisy(rng, y, names) for _ in range(4)])
        question: Question = {"models": models, "y": y, "watch": int(names[2])}
        scores = _four_scores(**question)
        top_two = [np.sort(score)[-2:] for score in scores.values()]
        winners = {int(score.argmax()) for score in scores.values()}
        if len(winners) == 4 and all(b - a > 1e-3 for a, b in top_two):
            return question


def _noisy(rng: np.random.Generator, y: Array, names: Array) -> Array:
    """Predict the truth, but for some classes often another of them."""
    doubt = rng.uniform(0.05, 0.6, size=5)
    doubt[names[0]] = rng.uniform(0, 0.3)
    others = names[rng.choice(5, p=rng.dirichlet(np.ones(5)), size=len(y))]
    return np.where(rng.random(len(y)) < doubt[y], others, y)


def _expected(models: Array, y: Array, watch: int) -> dict[str, int]:
    scores = _four_scores(models, y, watch)
    return {name: int(found.argmax()) for name, found in scores.items()}


def _use(answer: Any, **question: Any) -> Any:
    q = {name: to_tensor(value) for name, value in question.items()}
    picked = given(answer(q["models"], q["y"], q["watch"]))
    return {name: int(given(value)) for name, value in picked.items()}


EXERCISE = Exercise(
    section="which-metric-for-which-task",
    hints=(
        "Whose errors count? Say it for each of the four people.",
        "One wants all rows equal, one all kinds equal; the other two look "
        "at one column or one row of the confusion matrix.",
        "Accuracy, macro-F1, recall of the watched kind, precision of the "
        "watched kind; take the model with the largest of each.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "'kinds': frequent kinds decide your choice, rare ones must count "
            "as much",
            (
                "torch.tensor([macro_f1(m, y) for m in models]).argmax()",
                "right.float().mean(dim=1).argmax()",
            ),
        ),
        Mistake(
            "'rows': here each animal counts the same, however rare its kind",
            (
                "right.float().mean(dim=1).argmax()",
                "torch.tensor([macro_f1(m, y) for m in models]).argmax()",
            ),
        ),
        Mistake(
            "'misses' and 'alarms' are swapped: which animals are of that "
            "kind, and which were predicted to be?",
            (
                "    return {",
                "    recall, precision = precision, recall\n    return {",
            ),
        ),
        Mistake(
            "one model for all four people: one measure cannot serve them all",
            (
                "    return {",
                "    best = right.float().mean(dim=1).argmax()\n"
                '    return {k: best for k in ("rows", "kinds", '
                '"misses", "alarms")}\n'
                "    return {",
            ),
        ),
    ),
)
