"""Chapter 12: scores by hand, whole parts, intervals, honest reports.

The references are written in NumPy, or are scikit-learn's.
"""

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from helpers.grading.exercise import Exercise, Mistake, Question
from helpers.grading.use import given, to_plain, to_tensor

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


def _changed(reference: Callable[..., Any], change: Any) -> Callable[..., Any]:
    """Return the reference with a mistake in it."""
    return lambda **q: reference(**q, change=change)


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
            _changed(_numbers, "squared"),
        ),
        Mistake(
            "signed",
            "MAE: errors of different sign cancel each other",
            _changed(_numbers, "signed"),
        ),
        Mistake(
            "swapped",
            "R2 uses the spread of the forecasts, not that of the truth",
            _changed(_numbers, "swapped"),
        ),
        Mistake(
            "share",
            "R2 gives the share that is left unexplained",
            _changed(_numbers, "share"),
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
            _changed(_macro, "absent"),
        ),
        Mistake(
            "false alarms left out",
            "a class that is called but never there must count, as zero",
            _changed(_macro, "true only"),
        ),
        Mistake(
            "weighted",
            "your classes count by their rows; here each counts the same",
            _changed(_macro, "weighted"),
        ),
        Mistake(
            "micro",
            "that is the share of right rows, so frequent classes rule",
            _changed(_macro, "micro"),
        ),
        Mistake(
            "F1 of means",
            "that is the other formula: the F1 of the mean precision and the "
            "mean recall",
            _changed(_macro, "means"),
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
            _changed(_choice, {"kinds": "rows"}),
        ),
        Mistake(
            "kinds for rows",
            "'rows': here each animal counts the same, however rare its kind",
            _changed(_choice, {"rows": "kinds"}),
        ),
        Mistake(
            "swapped",
            "'misses' and 'alarms' are changed about: who was there, and who "
            "was called?",
            _changed(_choice, {"misses": "alarms", "alarms": "misses"}),
        ),
        Mistake(
            "accuracy for all",
            "one model for all four people: one measure cannot serve them all",
            _changed(
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
            _changed(_padded, "both"),
        ),
        Mistake(
            "mean of batches",
            "the padding is out, but scores of batches are still averaged",
            _changed(_padded, "mean"),
        ),
        Mistake(
            "weighted",
            "weights by size do not mend a ratio of counts",
            _changed(_padded, "weighted"),
        ),
        Mistake(
            "padding",
            "the model is blamed for what it said about padding",
            _changed(_padded, "padding"),
        ),
        Mistake(
            "recall",
            "that is the share of those there; wanted is the share of those "
            "called",
            _changed(_padded, "recall"),
        ),
    ),
)

# 12.5: an interval for two forecasts, by groups


def _ask_interval(rng: np.random.Generator) -> Question:
    """Draw hours for which a few thousand draws settle both ends."""
    while True:
        question = _six_weeks(rng)
        ends = np.array(_interval(**question))
        means = _drawn_weeks(question["a"] - question["b"], question["weeks"])
        unsure = np.quantile(means, [[0.018, 0.968], [0.032, 0.982]]) - ends
        weekly = np.array(_interval(**question, change="weeks")) - ends
        if abs(unsure).max() < 0.25 and abs(weekly).max() > 0.7:
            return question


def _six_weeks(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([20, 25, 30, 40, 60, 90])
    weeks = np.repeat(rng.permutation(50)[:6], sizes)
    gap = np.repeat(rng.permutation([-1.5, -0.9, -0.3, 0.4, 0.9, 1.4]), sizes)
    common = np.repeat(rng.uniform(2, 14, size=6), sizes)
    gap = gap + 0.3 * rng.normal(size=len(weeks))
    gap = gap / _drawn_weeks(gap, weeks).std() * rng.uniform(0.7, 1.4)
    gap = gap + rng.uniform(-2, 2)
    b = 10 + common + rng.random(len(weeks))
    order = rng.permutation(len(weeks))
    return {"a": (b + gap)[order], "b": b[order], "weeks": weeks[order]}


def _use_interval(answer: Any, a: Array, b: Array, weeks: Array) -> Any:
    ends = answer(*(to_tensor(values) for values in (a, b, weeks)))
    return [float(end) for end in given(ends)]


@cache
def _times_drawn() -> Array:
    """Return how often each week comes, for all ways to draw six of six."""
    draws = np.array(list(product(range(6), repeat=6)))
    times: Array = (draws[:, :, None] == np.arange(6)).sum(1).astype(float)
    return times


def _drawn_weeks(values: Array, weeks: Array, of: str = "rows") -> Array:
    """Return the mean of values for all ways to draw six weeks of six."""
    rows = weeks == np.unique(weeks)[:, None]
    sums, sizes = rows @ values, rows.sum(1).astype(float)
    if of == "weeks":
        sums, sizes = sums / sizes, np.ones(6)
    times = _times_drawn()
    means: Array = (times @ sums) / (times @ sizes)
    return means


def _interval(a: Array, b: Array, weeks: Array, change: str = "") -> list[Any]:
    rng = np.random.default_rng(0)
    gap = a - b
    if change == "rows":
        means = gap[rng.integers(len(gap), size=(4000, len(gap)))].mean(1)
    elif change == "unpaired":
        of_a, of_b = _drawn_weeks(a, weeks), _drawn_weeks(b, weeks)
        means = of_a - rng.permutation(of_b)
    else:
        means = _drawn_weeks(gap, weeks, change)
    if change == "turned":
        means = -means
    return [float(edge) for edge in np.quantile(means, [0.025, 0.975])]


INTERVAL = Exercise(
    key="12.5",
    section="12_evaluation#rows-that-belong-together",
    hints=(
        "What is independent here: an hour, or a week?",
        "Draw whole weeks with replacement, as many as there are, and take "
        "both forecasts on the very same hours.",
        "Put the hours of the drawn weeks together, take the mean of a minus "
        "b over them, repeat often, and cut off 2.5 % at each end.",
    ),
    ask=_ask_interval,
    use=_use_interval,
    expected=_interval,
    mistakes=(
        Mistake(
            "rows",
            "single hours are drawn again, as if each stood alone",
            _changed(_interval, "rows"),
        ),
        Mistake(
            "unpaired",
            "a and b are scored on different weeks, so common luck counts "
            "twice",
            _changed(_interval, "unpaired"),
        ),
        Mistake(
            "means of weeks",
            "a short week counts as much as a long one; every hour should "
            "count the same",
            _changed(_interval, "weeks"),
        ),
        Mistake(
            "turned round",
            "the sign is wrong: it should be below zero where a errs less",
            _changed(_interval, "turned"),
        ),
    ),
    rtol=0,
    atol=0.3,
)

# 12.6: an honest report


def _ask_report(rng: np.random.Generator) -> Question:
    while True:
        skill = rng.normal(0.75, 0.02, size=(int(rng.integers(5, 9)), 1))
        valid, test = (
            skill + rng.normal(0, 0.03, size=(len(skill), 5)) for _ in range(2)
        )
        means = valid.mean(1)
        lucky = np.unravel_index(valid.argmax(), valid.shape)[0]
        if len({means.argmax(), test.mean(1).argmax(), lucky}) == 3:
            return {"valid": valid, "test": test}


def _report(valid: Array, test: Array, change: str = "") -> dict[str, float]:
    best = int(valid.mean(1).argmax())
    if change == "test":
        best = int(test.mean(1).argmax())
    if change == "lucky":
        best = int(valid.max(1).argmax())
    runs = (valid if change == "valid" else test)[best]
    value = test[best, valid[best].argmax()] if change == "one" else runs.mean()
    return {
        "score": float(value),
        "lowest": float(runs.min()),
        "highest": float(runs.max()),
    }


REPORT = Exercise(
    key="12.6",
    section="12_evaluation#the-winners-score-flatters",
    hints=(
        "Which of the two tables may change a decision?",
        "The best of many single runs is partly lucky; five seeds of a "
        "setting are less so.",
        "Choose a row by its mean in the validation table, then look at the "
        "same row of the other table, at all of its seeds.",
    ),
    ask=_ask_report,
    expected=_report,
    mistakes=(
        Mistake(
            "chosen on test",
            "the test table made the choice, so its score flatters",
            _changed(_report, "test"),
        ),
        Mistake(
            "validation reported",
            "you report the scores that made the choice",
            _changed(_report, "valid"),
        ),
        Mistake(
            "lucky run",
            "one lucky run decided which setting wins",
            _changed(_report, "lucky"),
        ),
        Mistake(
            "one seed",
            "the score is that of a single seed, not of the setting",
            _changed(_report, "one"),
        ),
    ),
)

# 12.7: a small project


@cache
def rodent_parts() -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return inputs and species of the training and the test plots."""
    from helpers.data import rodents

    frames = {name: part.to_pandas() for name, part in rodents().items()}
    numbers = ["year", "month", "hindfoot_length", "weight"]
    train = frames["train"]
    kinds = sorted(train["plot_type"].unique())

    def encoded(part: str) -> tuple[Array, Array]:
        frame = frames[part]
        filled = frame[numbers].fillna(train[numbers].median())
        scaled = (filled - train[numbers].mean()) / train[numbers].std()
        flags = [frame[name].isna() for name in numbers[2:]]
        flags += [frame["sex"] == sex for sex in ("F", "M")]
        flags += [frame["plot_type"] == kind for kind in kinds]
        x = np.column_stack([scaled, *flags]).astype("float32")
        return x, frame["species"].to_numpy()

    return encoded("train"), encoded("test")


def _ask_project(rng: np.random.Generator) -> Question:
    return {
        "names": rng.permutation(12),
        "columns": rng.permutation(rodent_parts()[0][0].shape[1]),
        "seed": int(rng.integers(10**6)),
    }


def _use_project(answer: Any, names: Array, columns: Array, seed: int) -> Any:
    import torch

    (x, y), (test_x, _) = rodent_parts()
    torch.manual_seed(seed)
    model = given(answer(torch.tensor(x[:, columns]), torch.tensor(names[y])))
    return to_plain(given(model(torch.tensor(test_x[:, columns]))))


def _test_scores(preds: Array, names: Array) -> tuple[float, float]:
    """Return macro-F1 and accuracy on the test plots."""
    y = names[rodent_parts()[1][1]]
    return _macro(preds, y), float((preds == y).mean())


@cache
def _neighbours() -> Array:
    """Return what the five nearest training rows say of the test rows."""
    from sklearn.neighbors import KNeighborsClassifier

    (x, y), (test_x, _) = rodent_parts()
    says: Array = KNeighborsClassifier(5).fit(x, y).predict(test_x)
    return says


def _below(reply: Array, names: Array, measure: int) -> bool:
    scores = _test_scores(reply.argmax(1), names)
    baseline = _test_scores(_neighbours(), np.arange(12))
    return scores[measure] <= baseline[measure]


def _wrong_shape(reply: Any, **_: Any) -> bool:
    rows = len(rodent_parts()[1][1])
    return not isinstance(reply, np.ndarray) or reply.shape != (rows, 12)


def _by_heart(reply: Array, names: Array, **_: Any) -> bool:
    says = reply.argmax(1)
    old = _test_scores(says, np.arange(12))[1]
    return old > 0.6 and _test_scores(says, names)[1] < 0.5


PROJECT = Exercise(
    key="12.7",
    section="12_evaluation#twelve-f1-and-the-size-of-the-class",
    hints=(
        "Does the loss still fall when you stop?",
        "A hidden layer with a ReLU, Adam, and a few hundred random batches; "
        "then look at the F1 of each species on rows that you kept back.",
        "Three hundred batches of a thousand rows at a rate of one hundredth "
        "are enough; a rate that falls to zero helps.",
    ),
    ask=_ask_project,
    use=_use_project,
    mistakes=(
        Mistake(
            "shape",
            "the model must give twelve scores a row: (batch, 12)",
            _wrong_shape,
        ),
        Mistake(
            "by heart",
            "the model ignores the labels it is given in y",
            _by_heart,
        ),
        Mistake(
            "chance",
            "the model has not learned: always the same species does as well",
            lambda reply, names, **_: (
                _test_scores(reply.argmax(1), names)[1] < 0.4
            ),
        ),
        Mistake(
            "accuracy",
            "more rows are right than with five neighbours, but rare species "
            "are not named well enough: look at the F1 of each",
            lambda reply, names, **_: (
                _below(reply, names, 0) and not _below(reply, names, 1)
            ),
        ),
        Mistake(
            "baseline",
            "it has learned, but five neighbours have the better macro-F1",
            lambda reply, names, **_: _below(reply, names, 0),
        ),
    ),
    rounds=1,
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
