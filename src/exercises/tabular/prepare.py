"""Find the planted bug."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    parts = []
    for rows, shift in ((30, 3), (12, 6)):
        part = shift + 2 * rng.normal(size=(rows, 3))
        part[rng.random(part.shape) < 0.2] = np.nan
        parts.append(part)
    return {"train": parts[0], "new": parts[1]}


def _expected(train: Array, new: Array) -> list[Array]:
    fill = np.nanmean(train, axis=0)
    full = np.where(np.isnan(train), fill, train)
    mean, spread = full.mean(0), full.std(0)
    return [
        (np.where(np.isnan(x), fill, x) - mean) / spread for x in (train, new)
    ]


EXERCISE = Exercise(
    section="numbers-and-all-together",
    hints=(
        "What has the model seen when the first new row comes?",
        "Means and spreads are learned, as weights are: once, from training "
        "rows. The new rows are only transformed.",
        "Learn the mean that fills, then the mean and spread of the filled "
        "rows, all three from train; use the same three for both.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "new rows are filled and scaled by what was learned from "
            "themselves",
            (
                "(full_new - mean) / spread",
                "(lambda x: (x - x.mean(0)) / x.std(0, "
                "correction=0))(torch.where(new.isnan(), "
                "new.nanmean(dim=0), new))",
            ),
        ),
        Mistake(
            "what fills and scales was learned with the new rows among them",
            (
                "train.nanmean(dim=0)\n"
                "    full = torch.where(train.isnan(), fill, train)\n"
                "    mean, spread = full.mean(dim=0), full.std(dim=0, "
                "correction=0)",
                "torch.cat([train, new]).nanmean(dim=0)\n"
                "    full = torch.where(train.isnan(), fill, train)\n"
                "    both = torch.cat([full, torch.where(new.isnan(), "
                "fill, new)])\n"
                "    mean, spread = both.mean(dim=0), both.std(dim=0, "
                "correction=0)",
            ),
        ),
        Mistake(
            "gaps were filled with zero, which is far from most values here",
            ("train.nanmean(dim=0)", "torch.zeros_like(train[0])"),
        ),
    ),
)
