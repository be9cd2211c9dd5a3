"""Gaps, filled and flagged."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw rows with odd numbers of known values: the median is one."""
    columns = int(rng.integers(4, 7))
    gaps = rng.permutation([0, 0, 2, 4, 6, 2][:columns])
    train = np.exp(rng.normal(2, 1, size=(25, columns)))
    new = np.exp(rng.normal(3, 1, size=(11, columns)))
    for column, count in enumerate(gaps):
        train[rng.permutation(25)[:count], column] = np.nan
        new[rng.permutation(11)[:2], column] = np.nan
    return {"train": train, "new": new}


def _expected(train: Array, new: Array) -> Array:
    fill = np.nanmedian(train, axis=0)
    filled = np.where(np.isnan(new), fill, new)
    flags = np.isnan(new)[:, np.isnan(train).any(0)]
    return np.concatenate([filled, flags], axis=1)


EXERCISE = Exercise(
    section="columns-with-gaps",
    hints=(
        "What is known about a column before the first new row comes?",
        "The middle value comes from training, and a flag is only of use for "
        "a column whose flag was sometimes on in training.",
        "Median of each column of train without its gaps; fill new; put "
        "behind it, as zeros and ones, where new has gaps, for the columns in "
        "which train has any.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the gaps are filled, but nothing says that they were gaps",
            (
                "torch.cat([filled, new.isnan()[:, flagged].double()], dim=1)",
                "filled",
            ),
        ),
        Mistake(
            "there are flags of columns without a gap in training: a network "
            "has never seen them on",
            ("new.isnan()[:, flagged]", "new.isnan()"),
        ),
        Mistake(
            "the mean is pulled up by a few large values: use the middle one",
            ("train.nanmedian(dim=0).values", "train.nanmean(dim=0)"),
        ),
        Mistake(
            "what fills the gaps was learned from the new rows",
            ("train.nanmedian", "new.nanmedian"),
        ),
    ),
)
