"""Standardise within groups."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.integers(2, 7, size=4)
    group = rng.permutation(np.repeat(np.arange(4), sizes))
    level, scale = rng.normal(size=(4, 3)) * 4, rng.uniform(0.5, 3, (4, 3))
    x = level[group] + scale[group] * rng.normal(size=(len(group), 3))
    x[group == rng.integers(4), rng.integers(3)] = rng.integers(1, 9)
    return {"x": x.astype("float32"), "group": group}


def _expected(x: Array, group: Array) -> Array:
    found = np.zeros(x.shape)
    for rows in (group == one for one in np.unique(group)):
        gap = x[rows].astype(float) - x[rows].mean(axis=0, dtype=float)
        length = np.linalg.norm(gap, axis=0) / np.sqrt(rows.sum())
        found[rows] = np.divide(gap, length, where=length > 0, out=0 * gap)
    return found


EXERCISE = Exercise(
    section="broadcasting",
    hints=(
        "Which shape does a table of one mean per group and feature have?",
        "A table of group means, indexed with the group of each row, gives "
        "one mean per row; then the shapes agree.",
        "A table (rows, groups) of zeros and ones, transposed and multiplied "
        "by x, adds up the rows of each group. Divide by the group sizes. "
        "Before you divide by a standard deviation, look for zeros in it.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "each row is compared with all rows, not with those of its group",
            (
                "(member.T @ x / sizes)[group]",
                "x.mean(dim=0)",
                "(member.T @ gap.square() / sizes)[group]",
                "gap.square().mean(dim=0)",
            ),
        ),
        Mistake(
            "each row is compared with the mean of its own features",
            (
                "(member.T @ x / sizes)[group]",
                "x.mean(dim=1, keepdim=True)",
                "(member.T @ gap.square() / sizes)[group]",
                "gap.square().mean(dim=1, keepdim=True)",
            ),
        ),
        Mistake(
            "a feature that is the same in a whole group became nan",
            (".clamp(min=1e-6)", ""),
        ),
        Mistake(
            "the sum of squares must be divided by the number of rows, not "
            "by one less",
            ("gap.square() / sizes", "gap.square() / (sizes - 1)"),
        ),
        Mistake(
            "the rows are centred, but not scaled yet",
            (" / std.clamp(min=1e-6)", ""),
        ),
    ),
)
