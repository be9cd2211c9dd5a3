"""Chapter 11: gaps, uneven classes, scales of a target, many levels.

The references are written in NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_11_weights import PROJECT, RACE
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 11.1: gaps, filled and flagged


def _ask_gaps(rng: np.random.Generator) -> Question:
    """Draw rows with odd numbers of known values: the median is one."""
    columns = int(rng.integers(4, 7))
    gaps = rng.permutation([0, 0, 2, 4, 6, 2][:columns])
    train = np.exp(rng.normal(2, 1, size=(25, columns)))
    new = np.exp(rng.normal(3, 1, size=(11, columns)))
    for column, count in enumerate(gaps):
        train[rng.permutation(25)[:count], column] = np.nan
        new[rng.permutation(11)[:2], column] = np.nan
    return {"train": train, "new": new}


def _gaps(train: Array, new: Array, change: str = "") -> Array:
    seen = new if change == "new" else train
    fill = np.nanmedian(seen, axis=0)
    if change == "mean":
        fill = np.nanmean(seen, axis=0)
    filled = np.where(np.isnan(new), fill, new)
    flags = np.isnan(new)[:, np.isnan(train).any(0)]
    if change == "all flags":
        flags = np.isnan(new)
    if change == "no flags":
        return filled
    return np.concatenate([filled, flags], axis=1)


GAPS = Exercise(
    key="11.1",
    section="11_tabular_more#columns-with-gaps",
    hints=(
        "What is known about a column before the first new row comes?",
        "The middle value comes from training, and a flag is only of use for "
        "a column whose flag was sometimes on in training.",
        "Median of each column of train without its gaps; fill new; put "
        "behind it, as zeros and ones, where new has gaps, for the columns in "
        "which train has any.",
    ),
    ask=_ask_gaps,
    expected=_gaps,
    mistakes=(
        Mistake(
            "no flags",
            "the gaps are filled, but nothing says that they were gaps",
            changed(_gaps, "no flags"),
        ),
        Mistake(
            "flags for all",
            "there are flags of columns without a gap in training: a network "
            "has never seen them on",
            changed(_gaps, "all flags"),
        ),
        Mistake(
            "mean",
            "the mean is pulled up by a few large values: use the middle one",
            changed(_gaps, "mean"),
        ),
        Mistake(
            "fitted on new",
            "what fills the gaps was learned from the new rows",
            changed(_gaps, "new"),
        ),
    ),
)

# 11.2: a loss in which classes weigh the same


def _ask_balance(rng: np.random.Generator) -> Question:
    classes = int(rng.integers(3, 7))
    return {
        "scores": 2 * rng.normal(size=(12, classes)),
        "y": rng.integers(0, classes, size=12),
        "counts": 10 ** rng.integers(1, 4, size=classes)
        + rng.integers(1, 9, size=classes),
    }


def _balance(scores: Array, y: Array, counts: Array, change: str = "") -> float:
    weights = counts.sum() / (len(counts) * counts)
    if change == "frequency":
        weights = counts / counts.sum()
    if change == "none":
        weights = np.ones(len(counts))
    if change == "softmax":
        powers = np.exp(scores)
        scores = powers / powers.sum(1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    losses = -logs[np.arange(len(y)), y] * weights[y]
    total = len(y) if change == "rows" else weights[y].sum()
    return float(losses.sum() / total)


BALANCE = Exercise(
    key="11.2",
    section="11_tabular_more#should-rare-classes-weigh-more",
    hints=(
        "Which class should weigh more: a rare or a frequent one?",
        "A weighted mean is divided by the sum of the weights of its rows.",
        "All rows over classes times count is the weight of a class; the loss "
        "module for one of many takes such weights and does the rest.",
    ),
    ask=_ask_balance,
    expected=_balance,
    mistakes=(
        Mistake(
            "frequency",
            "frequent classes weigh more in yours, it should be the rare ones",
            changed(_balance, "frequency"),
        ),
        Mistake(
            "no weights",
            "all rows weigh the same, so frequent classes rule",
            changed(_balance, "none"),
        ),
        Mistake(
            "by rows",
            "a weighted mean is not divided by the number of rows",
            changed(_balance, "rows"),
        ),
        Mistake(
            "softmax",
            "the scores went through softmax twice: the loss has one inside",
            changed(_balance, "softmax"),
        ),
    ),
)

# 11.3: back to dollars


def _ask_dollars(rng: np.random.Generator) -> Question:
    y = np.exp(rng.normal(10, 1, size=20))
    train = np.exp(rng.normal(9, 0.7, size=60))
    logs = np.log(y) + rng.normal(0, 0.4, size=20)
    outputs = (logs - np.log(train).mean()) / np.log(train).std(ddof=1)
    return {"train_y": train, "outputs": outputs, "y": y}


def _dollars(
    train_y: Array, outputs: Array, y: Array, change: str = ""
) -> float:
    fitted = {"own": y, "all": np.append(train_y, y)}.get(change, train_y)
    values = fitted if change == "no logarithm" else np.log(fitted)
    preds = outputs * values.std(ddof=1) + values.mean()
    if change == "not standardised":
        preds = outputs
    if change == "logarithms":
        return float(abs(preds - np.log(y)).mean())
    preds = preds if change == "no logarithm" else np.exp(preds)
    if change == "squared":
        return float(((preds - y) ** 2).mean() ** 0.5)
    return float(abs(preds - y).mean())


DOLLARS = Exercise(
    key="11.3",
    section="11_tabular_more#dollars-or-logarithms",
    hints=(
        "What was done to the target before training? In which order?",
        "Undo the last step first, with the mean and the deviation that were "
        "learned from the training targets.",
        "Times the deviation, plus the mean, both of the logarithms of "
        "train_y; then the exponential; then compare in dollars.",
    ),
    ask=_ask_dollars,
    expected=_dollars,
    mistakes=(
        Mistake(
            "own scale",
            "the scale was learned from y, it belongs to the training rows",
            changed(_dollars, "own"),
        ),
        Mistake(
            "in logarithms",
            "that error is in logarithms; nobody pays in those",
            changed(_dollars, "logarithms"),
        ),
        Mistake(
            "no logarithm",
            "mean and deviation are those of dollars; the network was trained "
            "on another scale",
            changed(_dollars, "no logarithm"),
        ),
        Mistake(
            "not standardised",
            "the standardisation was not undone",
            changed(_dollars, "not standardised"),
        ),
        Mistake(
            "squared",
            "large errors count more than small ones: that is the RMSE",
            changed(_dollars, "squared"),
        ),
    ),
)

# 11.4: target encoding


def _ask_encoding(rng: np.random.Generator) -> Question:
    level = np.append(rng.integers(0, 6, size=40), [6, 7, 7])
    order = rng.permutation(len(level))
    pay = rng.normal(0, 2, size=8)
    return {
        "level": level[order],
        "y": pay[level[order]] + rng.normal(3, 1, size=len(level)),
        "fold": rng.permutation(np.arange(len(level)) % 4),
        "strength": float(rng.uniform(1, 5)),
    }


def _encoding(
    level: Array, y: Array, fold: Array, strength: float, change: str = ""
) -> Array:
    same = level == level[:, None]
    others = fold != fold[:, None]
    if change == "own rows":
        others = np.full(others.shape, True)
    if change == "own row":
        others = ~np.eye(len(y), dtype=bool)
    middle = (others * y).sum(1) / others.sum(1)
    if change == "middle of all":
        middle = np.full(len(y), y.mean())
    pull = 1e-12 if change == "no pull" else strength
    sums = (same & others) @ y
    encoded: Array = (sums + pull * middle) / ((same & others).sum(1) + pull)
    return encoded


ENCODING = Exercise(
    key="11.4",
    section="11_tabular_more#baselines",
    hints=(
        "What would the mean of a level with a single row tell a model?",
        "The answer of a row may not be among the numbers that describe it; "
        "nor may those of the rows that share its fold.",
        "For each row: look only at rows of other folds; sum and number of "
        "those with the same level; add strength rows that have the mean of "
        "all that you look at.",
    ),
    ask=_ask_encoding,
    expected=_encoding,
    mistakes=(
        Mistake(
            "own fold",
            "rows of the same fold, and the row itself, are among those that "
            "were averaged: the answer leaks",
            changed(_encoding, "own rows"),
        ),
        Mistake(
            "own row",
            "only the row itself is left out; leave out its whole fold",
            changed(_encoding, "own row"),
        ),
        Mistake(
            "no pull",
            "rare levels are not pulled towards the mean",
            changed(_encoding, "no pull"),
        ),
        Mistake(
            "middle of all",
            "the mean that rare levels are pulled to looks at all folds",
            changed(_encoding, "middle of all"),
        ),
    ),
)

# 11.5: a planted bug in a loss


def _ask_loss(rng: np.random.Generator) -> Question:
    rows = int(rng.integers(5, 12))
    return {
        "weight": rng.normal(size=(1, 3)),
        "x": rng.normal(size=(rows, 3)),
        "y": rng.normal(size=rows),
    }


def _use_loss(answer: Any, weight: Array, x: Array, y: Array) -> Any:
    import torch

    model = torch.nn.Linear(3, 1, bias=False).double()
    model.load_state_dict({"weight": torch.tensor(weight)})
    return to_plain(given(answer(model, to_tensor(x), to_tensor(y))))


def _loss(weight: Array, x: Array, y: Array, change: str = "") -> float:
    outputs = (x @ weight.T)[:, 0]
    gaps = outputs - y
    if change == "table":
        gaps = outputs[:, None] - y
    if change == "absolute":
        return float(abs(gaps).mean())
    return float((gaps**2).sum() / (1 if change == "sum" else gaps.size))


LOSS = Exercise(
    key="11.5",
    section="11_tabular_more#the-same-network-with-twelve-outputs",
    hints=(
        "Print the shapes of all that is subtracted. How many numbers come "
        "out?",
        "(batch, 1) minus (batch,) is no error: PyTorch stretches both, and "
        "compares each row with each other row.",
        "Drop the last dimension of the outputs before you subtract.",
    ),
    ask=_ask_loss,
    use=_use_loss,
    expected=_loss,
    mistakes=(
        Mistake(
            "a table of errors",
            "each answer is compared with the targets of all rows",
            changed(_loss, "table"),
        ),
        Mistake(
            "a sum",
            "a loss that is a sum grows with the batch: take the mean",
            changed(_loss, "sum"),
        ),
        Mistake(
            "absolute",
            "errors are to be squared here",
            changed(_loss, "absolute"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (GAPS, BALANCE, DOLLARS, ENCODING, LOSS, RACE, PROJECT)
}
