"""Chapter 12: scores by hand, whole parts, intervals, honest reports.

The references are written in NumPy, or are scikit-learn's.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_12_parts import INTERVAL, PROJECT, REPORT
from grading.adapters import given, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 12.1: scores for numbers


def _ask_numbers(rng: np.random.Generator) -> Question:
    rows = int(rng.integers(30, 60))
    targets = 1e6 + 20 * rng.normal(size=rows)
    preds = targets + rng.normal(size=rows) * 8 + 5
    return {
        "preds": preds.astype("float32"),
        "targets": targets.astype("float32"),
    }


def _numbers(preds: Array, targets: Array, change: str = "") -> Question:
    p, y = preds.astype(float), targets.astype(float)
    squares = float(((p - y) ** 2).mean())
    spread = float((p if change == "swapped" else y).var())
    mean_error = float((p - y).mean())
    return {
        "RMSE": squares if change == "squared" else squares**0.5,
        "MAE": mean_error if change == "signed" else float(abs(p - y).mean()),
        "R2": squares / spread if change == "share" else 1 - squares / spread,
    }


NUMBERS = Exercise(
    key="12.1",
    section="12_evaluation#four-scores-by-hand",
    hints=(
        "Write the errors down first. Which sign do they have?",
        "R2 compares with a forecaster who says one number only. The targets "
        "are large and close together: mind how you get at their spread.",
        "Subtract the mean of the targets before you square, and divide two "
        "sums; never subtract two sums of squares of large numbers.",
    ),
    ask=_ask_numbers,
    expected=_numbers,
    mistakes=(
        Mistake(
            "no root",
            "RMSE must be in the unit of the data, yours is in its square",
            changed(_numbers, "squared"),
        ),
        Mistake(
            "signed",
            "MAE: errors of different sign cancel each other",
            changed(_numbers, "signed"),
        ),
        Mistake(
            "swapped",
            "R2 uses the spread of the forecasts, not that of the truth",
            changed(_numbers, "swapped"),
        ),
        Mistake(
            "share",
            "R2 gives the share that is left unexplained",
            changed(_numbers, "share"),
        ),
    ),
)

# 12.2: macro-F1


def _ask_macro(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(6, 9))
    absent, never, extra = rng.permutation(classes - 1)[:3]
    targets = rng.choice(
        np.setdiff1d(np.arange(classes), [absent, extra]), size=80
    )
    targets[:2] = classes - 1, never
    guesses = rng.choice(
        np.setdiff1d(np.arange(classes), [absent, never]), size=80
    )
    preds = np.where(rng.random(80) < 0.6, targets, guesses)
    preds[preds == never] = classes - 1
    preds[2] = extra
    return {"preds": preds, "targets": targets}


def _macro(preds: Array, targets: Array, change: str = "") -> float:
    labels = np.arange(max(preds.max(), targets.max()) + 1)
    hits = ((preds == targets) & (targets == labels[:, None])).sum(1)
    called = (preds == labels[:, None]).sum(1)
    there = (targets == labels[:, None]).sum(1)
    if change == "micro":
        return float(hits.sum() / len(targets))
    f1 = 2 * hits / np.maximum(called + there, 1)
    seen = called + there > 0
    if change == "weighted":
        return float(f1 @ there / there.sum())
    if change == "means":
        p = (hits / np.maximum(called, 1))[seen].mean()
        r = (hits / np.maximum(there, 1))[seen].mean()
        return float(2 * p * r / (p + r))
    left = {"absent": seen | True, "true only": there > 0}
    return float(f1[left.get(change, seen)].mean())


MACRO = Exercise(
    key="12.2",
    section="12_evaluation#three-averages-three-questions",
    hints=(
        "For each class you need three counts. Which?",
        "F1 can be had from the counts in one go, without 0/0 for a class "
        "that is never called.",
        "Twice the right ones over called plus there, for each class for "
        "which that sum is above zero; then a plain mean.",
    ),
    ask=_ask_macro,
    expected=_macro,
    mistakes=(
        Mistake(
            "absent as zero",
            "a class that neither occurs nor is called lowers your mean",
            changed(_macro, "absent"),
        ),
        Mistake(
            "false alarms left out",
            "a class that is called but never there must count, as zero",
            changed(_macro, "true only"),
        ),
        Mistake(
            "weighted",
            "your classes count by their rows; here each counts the same",
            changed(_macro, "weighted"),
        ),
        Mistake(
            "micro",
            "that is the share of right rows, so frequent classes rule",
            changed(_macro, "micro"),
        ),
        Mistake(
            "F1 of means",
            "that is the other formula: the F1 of the mean precision and the "
            "mean recall",
            changed(_macro, "means"),
        ),
    ),
)

# 12.3: choose the measure


def _four_scores(models: Array, y: Array, watch: int) -> dict[str, Array]:
    """Return each score of each model."""
    called, there = models == watch, y == watch
    hits = (called & there).sum(1)
    return {
        "rows": (models == y).mean(1),
        "kinds": np.array([_macro(preds, y) for preds in models]),
        "misses": hits / there.sum(),
        "alarms": hits / np.maximum(called.sum(1), 1),
    }


def _ask_choice(rng: np.random.Generator) -> Question:
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
    """Say the truth, but for some classes often another of the names."""
    doubt = rng.uniform(0.05, 0.6, size=5)
    doubt[names[0]] = rng.uniform(0, 0.3)
    others = names[rng.choice(5, p=rng.dirichlet(np.ones(5)), size=len(y))]
    return np.where(rng.random(len(y)) < doubt[y], others, y)


def _choice(
    models: Array, y: Array, watch: int, change: dict[str, str] | None = None
) -> dict[str, int]:
    scores = _four_scores(models, y, watch)
    return {
        name: int(scores[(change or {}).get(name, name)].argmax())
        for name in scores
    }


def _use_choice(answer: Any, **question: Any) -> Any:
    q = {name: to_tensor(value) for name, value in question.items()}
    picked = given(answer(q["models"], q["y"], q["watch"]))
    return {name: int(given(value)) for name, value in picked.items()}


CHOICE = Exercise(
    key="12.3",
    section="12_evaluation#which-metric-for-which-task",
    hints=(
        "Whose errors count? Say it for each of the four people.",
        "One wants all rows equal, one all kinds equal; the other two look "
        "at one column or one row of the confusion matrix.",
        "Accuracy, macro-F1, recall of the watched kind, precision of the "
        "watched kind; take the model with the largest of each.",
    ),
    ask=_ask_choice,
    use=_use_choice,
    expected=_choice,
    mistakes=(
        Mistake(
            "accuracy for kinds",
            "'kinds': frequent kinds decide your choice, rare ones must count "
            "as much",
            changed(_choice, {"kinds": "rows"}),
        ),
        Mistake(
            "kinds for rows",
            "'rows': here each animal counts the same, however rare its kind",
            changed(_choice, {"rows": "kinds"}),
        ),
        Mistake(
            "swapped",
            "'misses' and 'alarms' are changed about: who was there, and who "
            "was called?",
            changed(_choice, {"misses": "alarms", "alarms": "misses"}),
        ),
        Mistake(
            "accuracy for all",
            "one model for all four people: one measure cannot serve them all",
            changed(
                _choice, dict.fromkeys(("kinds", "misses", "alarms"), "rows")
            ),
        ),
    ),
)

# 12.4: a planted bug in a score of padded batches


def _ask_padded(rng: np.random.Generator) -> Question:
    batches = []
    for rows in (8, 8, 8, 2):
        longest = int(rng.integers(8, 20))
        gold = rng.choice(4, p=[0.6, 0.2, 0.1, 0.1], size=(rows, longest))
        guess = rng.integers(0, 4, size=gold.shape)
        said = np.where(rng.random(gold.shape) < 0.6, gold, guess)
        ends = rng.integers(3, longest + 1, size=(rows, 1))
        gold[np.arange(longest) >= ends] = -100
        said[0, 0] = gold[0, 0] = kind = 1 + int(rng.integers(3))
        batches.append([said, gold])
    return {"batches": batches, "kind": kind}


def _padded(
    batches: list[list[Array]],
    kind: int,
    change: str = "",
) -> float:
    counts = []
    for said, gold in batches:
        real = gold != -100
        kept = real | (change in ("padding", "both"))
        by = gold if change == "recall" else said
        called = int(((by == kind) & kept).sum())
        hits = int(((said == kind) & (gold == kind)).sum())
        counts.append((hits, called, int(real.sum())))
    hits, called, size = np.array(counts, dtype=float).T
    each = hits / np.maximum(called, 1)
    if change in ("mean", "both"):
        return float(each.mean())
    if change == "weighted":
        return float(each @ size / size.sum())
    return float(hits.sum() / called.sum())


PADDED = Exercise(
    key="12.4",
    section="12_evaluation#padding-that-counts-itself-right",
    hints=(
        "Which places of a batch are no words? And may one average scores?",
        "Precision is a ratio of two counts; counts of batches may be added, "
        "ratios may not be averaged.",
        "Keep only the places where gold is not -100, add up both counts over "
        "the batches, and divide once.",
    ),
    ask=_ask_padded,
    expected=_padded,
    mistakes=(
        Mistake(
            "nothing mended",
            "padding still counts, and scores of batches are averaged",
            changed(_padded, "both"),
        ),
        Mistake(
            "mean of batches",
            "the padding is out, but scores of batches are still averaged",
            changed(_padded, "mean"),
        ),
        Mistake(
            "weighted",
            "weights by size do not mend a ratio of counts",
            changed(_padded, "weighted"),
        ),
        Mistake(
            "padding",
            "the model is blamed for what it said about padding",
            changed(_padded, "padding"),
        ),
        Mistake(
            "recall",
            "that is the share of those there; wanted is the share of those "
            "called",
            changed(_padded, "recall"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        NUMBERS,
        MACRO,
        CHOICE,
        PADDED,
        INTERVAL,
        REPORT,
        PROJECT,
    )
}
