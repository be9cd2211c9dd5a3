"""Exercises 14.1, 14.2 and 14.6: pieces found, BLEU, and who leads.

The references count one by one, in plain Python and NumPy.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]

# 14.1: clipped counts


def _ask_clipped(rng: np.random.Generator) -> Question:
    def words(low: int, high: int) -> list[str]:
        size = int(rng.integers(low, high))
        return [str(word) for word in rng.choice(list("abcd"), size)]

    cases = []
    for n in (1, 1, 2, 2, 3):
        golds = [words(5, 9) for _ in range(3)]
        cases.append([words(7, 12), golds, n])
    return {"cases": cases}


def _use_clipped(answer: Any, cases: list[list[Any]]) -> Any:
    return [to_plain(given(answer(*case))) for case in cases]


def _runs(words: list[str], n: int) -> list[str]:
    return [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]


def _clipped(cases: list[list[Any]], change: str = "") -> list[list[int]]:
    return [_clipped_one(said, golds, n, change) for said, golds, n in cases]


def _clipped_one(
    said: list[str], golds: list[list[str]], n: int, change: str
) -> list[int]:
    written, found = _runs(said, n), 0
    for run in set(written):
        in_golds = [_runs(gold, n).count(run) for gold in golds]
        room = max(in_golds)
        if change == "first":
            room = in_golds[0]
        if change == "sum":
            room = sum(in_golds)
        if change == "not clipped" and room:
            room = len(written)
        if change == "kinds":
            room = min(room, 1)
        found += min(written.count(run), room)
    total = len(set(written)) if change == "kinds" else len(written)
    return [found, total]


CLIPPED = Exercise(
    key="14.1",
    section="14_translation#bleu-by-hand",
    hints=(
        "Someone writes 'the the the the'. How many of these should count as "
        "found?",
        "A piece is found at most as often as it stands in that reference "
        "which has most of it.",
        "Counters again: the union of the references keeps the larger count "
        "of each piece, the intersection with yours the smaller one.",
    ),
    ask=_ask_clipped,
    use=_use_clipped,
    expected=_clipped,
    mistakes=(
        Mistake(
            "not clipped",
            "each copy of a frequent piece is counted as found",
            changed(_clipped, "not clipped"),
        ),
        Mistake(
            "sum",
            "the counts of the references are added up; a piece is clipped at "
            "the largest of them",
            changed(_clipped, "sum"),
        ),
        Mistake(
            "first",
            "a piece may stand in any of the references, not only in the first",
            changed(_clipped, "first"),
        ),
        Mistake(
            "kinds",
            "a piece that stands twice in both counts twice",
            changed(_clipped, "kinds"),
        ),
    ),
    rounds=2,
)

# 14.2: BLEU of a text


def _rows(rng: np.random.Generator, sentences: int, share: float) -> Array:
    """Draw ten numbers for each sentence, as in the chapter."""
    written = rng.integers(5, 12, size=sentences)
    counts = written[:, None] - np.arange(4)
    found = rng.binomial(counts, share ** np.arange(1, 5))
    longer = rng.integers(1, 4, size=sentences)
    lengths = np.stack([written, written + longer], 1)
    return np.concatenate([found, counts, lengths], 1)


def _ask_bleu(rng: np.random.Generator) -> Question:
    rows = _rows(rng, 30, 0.7)
    if rng.random() < 0.5:
        rows[:, 9] = rows[:, 8] - 2  # longer than the references
    return {"rows": rows}


def _bleu(rows: Array, change: str = "") -> float:
    if change == "mean":
        return float(np.mean([_bleu(row[None]) for row in rows]))
    total = rows.sum(0).astype(float)
    shares = total[:4] / total[4:8]
    if change == "ratios":
        shares = (rows[:, :4] / rows[:, 4:8]).mean(0)
    said, gold = total[8], total[9]
    penalty = min(1.0, float(np.exp(1 - gold / said)))
    if change == "no penalty":
        penalty = 1.0
    if change == "reward":
        penalty = float(np.exp(1 - gold / said))
    if change == "upside down":
        penalty = min(1.0, float(np.exp(1 - said / gold)))
    middle = float(np.prod(shares) ** 0.25)
    if change == "arithmetic":
        middle = float(shares.mean())
    return 100 * penalty * middle


BLEU = Exercise(
    key="14.2",
    section="14_translation#for-a-whole-text",
    hints=(
        "What is summed, and what is divided? In which order?",
        "Add up the ten numbers first; then four precisions, their geometric "
        "mean, and the penalty for a text that is too short.",
        "The penalty is never above one. The geometric mean is the "
        "exponential of the mean logarithm.",
    ),
    ask=_ask_bleu,
    expected=_bleu,
    mistakes=(
        Mistake(
            "mean",
            "that is a mean of the scores of sentences; one without a common "
            "quadruple makes zero",
            changed(_bleu, "mean"),
        ),
        Mistake(
            "ratios",
            "precisions of sentences are averaged; add up the counts first",
            changed(_bleu, "ratios"),
        ),
        Mistake(
            "no penalty",
            "a text that is too short goes unpunished",
            changed(_bleu, "no penalty"),
        ),
        Mistake(
            "reward",
            "a text longer than its references is rewarded; the penalty ends "
            "at one",
            changed(_bleu, "reward"),
        ),
        Mistake(
            "upside down",
            "the penalty hits long texts, not short ones",
            changed(_bleu, "upside down"),
        ),
        Mistake(
            "arithmetic",
            "that is the plain mean of the precisions: one of zero must make "
            "zero of it all",
            changed(_bleu, "arithmetic"),
        ),
    ),
    rounds=8,
)

# 14.6: a lead, and how sure it is


def _ask_lead(rng: np.random.Generator) -> Question:
    ours = _rows(rng, 60, 0.75)
    theirs = np.concatenate(
        [rng.binomial(ours[:, 4:8], 0.7 ** np.arange(1, 5)), ours[:, 4:]], 1
    )
    draws = rng.integers(0, 60, size=(100, 60))
    return {"ours": ours, "theirs": theirs, "draws": draws}


def _lead(
    ours: Array, theirs: Array, draws: Array, change: str = ""
) -> list[float]:
    others = draws[::-1] if change == "unpaired" else draws
    one = [_bleu(ours[rows]) for rows in draws]
    two = [_bleu(theirs[rows]) for rows in others]
    if change == "apart":
        low = np.quantile(one, 0.025) - np.quantile(two, 0.975)
        high = np.quantile(one, 0.975) - np.quantile(two, 0.025)
        return [float(low), float(high)]
    leads = np.array(one) - np.array(two)
    if change == "turned":
        leads = -leads
    if change == "ends":
        return [float(leads.min()), float(leads.max())]
    return [float(q) for q in np.quantile(leads, [0.025, 0.975])]


def _use_lead(answer: Any, **question: Array) -> Any:
    import torch

    values = [torch.tensor(value) for value in question.values()]
    return [float(end) for end in given(answer(*values))]


LEAD = Exercise(
    key="14.6",
    section="14_translation#the-test",
    hints=(
        "If a hard sentence is drawn three times, for whom is it hard?",
        "Both systems are scored on the same drawn sentences; what varies "
        "from draw to draw is their difference.",
        "For each row of draws take those sentences of both, score both as "
        "texts, subtract; of all differences take the quantiles.",
    ),
    ask=_ask_lead,
    use=_use_lead,
    expected=_lead,
    mistakes=(
        Mistake(
            "unpaired",
            "the two systems are scored on different draws",
            changed(_lead, "unpaired"),
        ),
        Mistake(
            "apart",
            "each system has an interval of its own; what is asked is that of "
            "their difference",
            changed(_lead, "apart"),
        ),
        Mistake(
            "turned",
            "the sign is wrong: a lead of ours is positive",
            changed(_lead, "turned"),
        ),
        Mistake(
            "ends",
            "that is from the smallest to the largest difference, which "
            "grows with the number of draws",
            changed(_lead, "ends"),
        ),
    ),
    rounds=3,
)
