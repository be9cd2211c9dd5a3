"""Group by group."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    groups = int(rng.integers(2, 5))
    group = np.append(np.arange(groups), rng.integers(0, groups, size=90))
    group = rng.permutation(np.repeat(group, 2))
    yes = rng.random(len(group)) < 0.3 + 0.1 * group
    says = rng.random(len(group)) < np.where(yes, 0.7, 0.1 + 0.1 * group)
    for k in range(groups):  # each group has each kind of row
        rows = np.flatnonzero(group == k)[:2]
        yes[rows] = [True, False]
    return {"says": says.astype(int), "y": yes.astype(int), "group": group}


def _expected(says: Array, y: Array, group: Array) -> Array:
    table = []
    for k in np.unique(group):
        rows = group == k
        s, t = says[rows], y[rows]
        hits, false = (s & t).sum(), (s & (1 - t)).sum()
        per = (t.sum(), (1 - t).sum())
        table.append([s.mean(), hits / per[0], false / per[1]])
    return np.array(table)


MEANS = "[s.mean(), s[t == 1].mean(), s[t == 0].mean()]"

EXERCISE = Exercise(
    section="who-is-called-rich",
    hints=(
        "Of whom is each of the three a share?",
        "The first is a share of all rows of the group, the second of its "
        "true yes, the third of its true no.",
        "Take the rows of one group; the mean of says over all of them, over "
        "those with y of one, over those with y of zero.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "'found' and 'wrongly' are shares of those who were called; ask "
            "of those who are",
            (
                MEANS,
                "[s.mean(), (t[s == 1] == 1).float().mean(), (t[s == 1] "
                "== 0).float().mean()]",
            ),
        ),
        Mistake(
            "'found' and 'wrongly' are shares of the whole group: groups with "
            "few true yes look badly served",
            (MEANS, "[s.mean(), (s * (t == 1)).mean(), (s * (t == 0)).mean()]"),
        ),
        Mistake(
            "'called' compares the sizes of groups: take the share within each",
            (
                MEANS,
                "[s.sum() / says.sum(), s[t == 1].mean(), s[t == 0].mean()]",
            ),
        ),
    ),
)
