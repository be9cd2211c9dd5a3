"""Chapter 10, second half: honest rows, thresholds, groups, a project.

The references are written in NumPy, or are scikit-learn's.
"""

from functools import cache
from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.scored import has_shape
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


# 10.5: a planted bug in the preparation


def _ask_prepare(rng: np.random.Generator) -> Question:
    parts = []
    for rows, shift in ((30, 3), (12, 6)):
        part = shift + 2 * rng.normal(size=(rows, 3))
        part[rng.random(part.shape) < 0.2] = np.nan
        parts.append(part)
    return {"train": parts[0], "new": parts[1]}


def _prepared(train: Array, new: Array, change: str = "") -> list[Array]:
    seen = {"all": np.vstack([train, new]), "again": new}.get(change, train)
    fill = np.zeros(3) if change == "zero" else np.nanmean(seen, axis=0)
    full = np.where(np.isnan(seen), fill, seen)
    mean, spread = full.mean(0), full.std(0)
    parts = [
        (np.where(np.isnan(x), fill, x) - mean) / spread for x in (train, new)
    ]
    if change == "again":
        parts[0] = _prepared(train, new)[0]
    return parts


PREPARE = Exercise(
    key="10.5",
    section="10_tabular#numbers-and-all-together",
    hints=(
        "What has the model seen when the first new row comes?",
        "Means and spreads are learned, as weights are: once, from training "
        "rows. The new rows are only transformed.",
        "Learn the mean that fills, then the mean and spread of the filled "
        "rows, all three from train; use the same three for both.",
    ),
    ask=_ask_prepare,
    expected=_prepared,
    mistakes=(
        Mistake(
            "fitted again",
            "new rows are filled and scaled by what was learned from "
            "themselves",
            changed(_prepared, "again"),
        ),
        Mistake(
            "all rows",
            "what fills and scales was learned with the new rows among them",
            changed(_prepared, "all"),
        ),
        Mistake(
            "zero",
            "gaps were filled with zero, which is far from most values here",
            changed(_prepared, "zero"),
        ),
    ),
)

# 10.6: a threshold by costs


def _ask_threshold(rng: np.random.Generator) -> Question:
    while True:
        missed, wrong = rng.permutation([1.0, float(rng.uniform(3, 7))])
        question: Question = {"missed": missed, "wrong": wrong}
        for part in ("valid", "test"):
            logits = rng.normal(-0.3, 1.8, size=150)
            probs = 1 / (1 + np.exp(-logits))
            question[f"{part}_p"] = probs
            question[f"{part}_y"] = (rng.random(150) < probs).astype(int)
        changes = ("", "test", "swapped", "equal", "half")
        found = [_threshold(**question, change=name) for name in changes]
        if len({one["threshold"] for one in found}) == len(changes):
            return question


def _cost(p: Array, y: Array, missed: float, wrong: float, t: float) -> float:
    says = p > t
    lost = missed * (y.astype(bool) & ~says) + wrong * (says & (y == 0))
    return float(lost.mean())


def _threshold(change: str = "", **q: Any) -> dict[str, float]:
    costs = q["missed"], q["wrong"]
    chosen_by = {"swapped": costs[::-1], "equal": (1.0, 1.0)}.get(change, costs)
    part = "test" if change == "test" else "valid"
    grid = [step / 100 for step in range(1, 100)]
    by_step = [
        _cost(q[f"{part}_p"], q[f"{part}_y"], *chosen_by, t) for t in grid
    ]
    t = 0.5 if change == "half" else grid[int(np.argmin(by_step))]
    part = "valid" if change == "valid" else "test"
    cost = _cost(q[f"{part}_p"], q[f"{part}_y"], *costs, t)
    return {"threshold": t, "cost": cost}


def _use_threshold(answer: Any, missed: float, wrong: float, **q: Array) -> Any:
    parts = [to_tensor(part) for part in q.values()]
    return to_plain(given(answer(*parts, float(missed), float(wrong))))


THRESHOLD = Exercise(
    key="10.6",
    section="10_tabular#choosing-a-threshold",
    hints=(
        "Who pays for which error? And which part may decide?",
        "For each threshold count the missed and the false yes of one part, "
        "and weigh them by what they cost.",
        "Go through the grid on the validation part, keep the threshold of "
        "the lowest mean cost, and count the costs anew on the test part.",
    ),
    ask=_ask_threshold,
    use=_use_threshold,
    expected=_threshold,
    mistakes=(
        Mistake(
            "chosen on test",
            "the test part chose the threshold that it should judge",
            changed(_threshold, "test"),
        ),
        Mistake(
            "validation cost",
            "the cost is that of the part which chose the threshold",
            changed(_threshold, "valid"),
        ),
        Mistake(
            "swapped",
            "the two costs are swapped: a missed yes, or a false one?",
            changed(_threshold, "swapped"),
        ),
        Mistake(
            "most right",
            "you keep the threshold with the fewest errors, whatever they cost",
            changed(_threshold, "equal"),
        ),
        Mistake(
            "one half",
            "one half is only a habit: let the costs decide",
            changed(_threshold, "half"),
        ),
    ),
)

# 10.7: group by group


def _ask_rates(rng: np.random.Generator) -> Question:
    groups = int(rng.integers(2, 5))
    group = np.append(np.arange(groups), rng.integers(0, groups, size=90))
    group = rng.permutation(np.repeat(group, 2))
    yes = rng.random(len(group)) < 0.3 + 0.1 * group
    says = rng.random(len(group)) < np.where(yes, 0.7, 0.1 + 0.1 * group)
    for k in range(groups):  # each group has each kind of row
        rows = np.flatnonzero(group == k)[:2]
        yes[rows] = [True, False]
    return {"says": says.astype(int), "y": yes.astype(int), "group": group}


def _rates(says: Array, y: Array, group: Array, change: str = "") -> Array:
    table = []
    for k in np.unique(group):
        rows = group == k
        s, t = says[rows], y[rows]
        hits, false = (s & t).sum(), (s & (1 - t)).sum()
        per = {
            "precision": (max(s.sum(), 1), max(s.sum(), 1)),
            "rows": (len(t), len(t)),
        }.get(change, (t.sum(), (1 - t).sum()))
        called = s.mean()
        if change == "share":
            called = s.sum() / says.sum()
        table.append([called, hits / per[0], false / per[1]])
    return np.array(table)


RATES = Exercise(
    key="10.7",
    section="10_tabular#who-is-called-rich",
    hints=(
        "Of whom is each of the three a share?",
        "The first is a share of all rows of the group, the second of its "
        "true yes, the third of its true no.",
        "Take the rows of one group; the mean of says over all of them, over "
        "those with y of one, over those with y of zero.",
    ),
    ask=_ask_rates,
    expected=_rates,
    mistakes=(
        Mistake(
            "of the called",
            "'found' and 'wrongly' are shares of those who were called; ask "
            "of those who are",
            changed(_rates, "precision"),
        ),
        Mistake(
            "of all rows",
            "'found' and 'wrongly' are shares of the whole group: groups with "
            "few true yes look badly served",
            changed(_rates, "rows"),
        ),
        Mistake(
            "of all the called",
            "'called' compares the sizes of groups: take the share within each",
            changed(_rates, "share"),
        ),
    ),
)

# 10.8: a small project

NUMBERS = ["age", "education-num", "capital-gain", "capital-loss"]
NUMBERS += ["hours-per-week"]
CATEGORIES = ["workclass", "education", "marital-status", "occupation"]
CATEGORIES += ["relationship", "race", "sex", "native-country"]


@cache
def people() -> tuple[list[Array], list[Array], list[int]]:
    """Return numbers, codes and incomes of two parts, and the sizes."""
    from helpers.data import adult
    from helpers.tabular import CategoryCoder

    parts = adult()
    train = parts["train"].select(range(12000)).to_pandas()
    test = parts["test"].to_pandas()
    coder = CategoryCoder(min_count=10).fit(train[CATEGORIES])
    mean, spread = train[NUMBERS].mean(), train[NUMBERS].std()
    tables = [
        [
            ((part[NUMBERS] - mean) / spread).to_numpy("float32"),
            coder.transform(part[CATEGORIES]),
            part["income"].to_numpy(),
        ]
        for part in (train, test)
    ]
    return tables[0], tables[1], coder.sizes


def _ask_project(rng: np.random.Generator) -> Question:
    sizes = people()[2]
    return {
        "columns": rng.permutation(len(sizes)),
        "codes": [rng.permutation(size) for size in sizes],
        "flipped": int(rng.integers(2)),
        "seed": int(rng.integers(10**6)),
    }


def _use_project(
    answer: Any, columns: Array, codes: list[Array], flipped: int, seed: int
) -> Any:
    import torch

    def renamed(part: list[Array]) -> list[Any]:
        x_num, x_cat, _ = part
        levels = [codes[k][x_cat[:, k]] for k in columns]
        return [to_tensor(x_num), to_tensor(np.stack(levels, 1))]

    train, test, sizes = people()
    y = torch.tensor(train[2] != flipped).float()
    torch.manual_seed(seed)
    model = given(answer(*renamed(train), [sizes[k] for k in columns], y))
    return to_plain(given(model(*renamed(test))))


def _auc(scores: Array, flipped: int) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(people()[1][2] != flipped, scores))


@cache
def _linear() -> tuple[float, float]:
    """Return the AUC of logistic regression, and without categories."""
    from sklearn.linear_model import LogisticRegression

    train, test, sizes = people()
    rows = [
        np.hstack(
            [x_num, *(np.eye(n)[x_cat[:, k]] for k, n in enumerate(sizes))]
        )
        for x_num, x_cat, _ in (train, test)
    ]
    found = []
    for columns in (slice(None), slice(len(NUMBERS))):
        model = LogisticRegression(max_iter=1000)
        model.fit(rows[0][:, columns], train[2])
        found.append(_auc(model.decision_function(rows[1][:, columns]), 0))
    return found[0], found[1]


def _wrong_shape(reply: Any, **_: Any) -> bool:
    return not has_shape(reply, len(people()[1][2]))


PROJECT = Exercise(
    key="10.8",
    section="10_tabular#what-the-embeddings-are-worth",
    hints=(
        "Does your model use all columns, and does the loss still fall?",
        "An embedding for each category, all vectors behind the numbers, one "
        "hidden layer; start the vectors small.",
        "Vectors of eight numbers, a hidden layer of sixty-four, and five "
        "epochs of Adam in batches of 256 are enough.",
    ),
    ask=_ask_project,
    use=_use_project,
    mistakes=(
        Mistake(
            "shape",
            "the model must give one score a row: (batch,)",
            _wrong_shape,
        ),
        Mistake(
            "not finite",
            "there are nan or infinite scores",
            lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "turned round",
            "the scores are low where y is one",
            lambda reply, flipped, **_: _auc(reply, flipped) < 0.4,
        ),
        Mistake(
            "numbers only",
            "a linear model of the five numbers does as well: what do the "
            "categories do in yours?",
            lambda reply, flipped, **_: (
                _auc(reply, flipped) <= _linear()[1] + 0.03
            ),
        ),
        Mistake(
            "baseline",
            "it has learned, but hardly ranks better than logistic regression",
            lambda reply, flipped, **_: (
                _auc(reply, flipped) <= _linear()[0] + 0.001
            ),
        ),
    ),
    rounds=1,
)
