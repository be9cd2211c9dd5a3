"""Chapter 12, second half: intervals, honest reports, a small project.

The references are written in NumPy, or are scikit-learn's.
"""

from functools import cache
from itertools import product
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

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
            changed(_interval, "rows"),
        ),
        Mistake(
            "unpaired",
            "a and b are scored on different weeks, so common luck counts "
            "twice",
            changed(_interval, "unpaired"),
        ),
        Mistake(
            "means of weeks",
            "a short week counts as much as a long one; every hour should "
            "count the same",
            changed(_interval, "weeks"),
        ),
        Mistake(
            "turned round",
            "the sign is wrong: it should be below zero where a errs less",
            changed(_interval, "turned"),
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
            changed(_report, "test"),
        ),
        Mistake(
            "validation reported",
            "you report the scores that made the choice",
            changed(_report, "valid"),
        ),
        Mistake(
            "lucky run",
            "one lucky run decided which setting wins",
            changed(_report, "lucky"),
        ),
        Mistake(
            "one seed",
            "the score is that of a single seed, not of the setting",
            changed(_report, "one"),
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
    from sklearn.metrics import f1_score

    y = names[rodent_parts()[1][1]]
    macro = f1_score(y, preds, average="macro", zero_division=0)
    return float(macro), float((preds == y).mean())


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
    return not has_shape(reply, len(rodent_parts()[1][1]), 12)


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
