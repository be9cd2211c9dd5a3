"""Score names."""

from typing import Any

import numpy as np

from exercises.named_entities.tags import KINDS
from grading.adapters import given
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    said, golds = [], []
    for _ in range(8):
        sentence: list[list[list[Any]]] = [[], []]
        for start in range(0, 12, 3):
            for side, chance in ((0, 0.6), (1, 0.8)):
                if rng.random() < chance:
                    end = start + int(rng.integers(1, 3))
                    kind = str(rng.choice(KINDS, p=[0.6, 0.2, 0.2]))
                    sentence[side].append([start, end, kind])
        said.append(sentence[0])
        golds.append(sentence[1])
    said[0] = []  # nothing found
    return {"said": said, "golds": golds}


def _use(answer: Any, said: Any, golds: Any) -> Any:
    sides = (
        [{tuple(name) for name in names} for names in side]
        for side in (said, golds)
    )
    return [float(value) for value in given(answer(*sides))]


def _expected(said: list[Any], golds: list[Any]) -> list[float]:
    found, true = (
        [(*name[:3], row) for row, names in enumerate(side) for name in names]
        for side in (said, golds)
    )
    hits = sum(name in true for name in found)
    precision, recall = hits / max(len(found), 1), hits / max(len(true), 1)
    f1 = 2 * hits / max(len(found) + len(true), 1)
    return [precision, recall, f1]


EXERCISE = Exercise(
    section="score-names-not-words",
    hints=(
        "Of what is precision a share, and of what is recall?",
        "Add up three counts over all sentences first: names that are right, "
        "names that were said, names that are true.",
        "Intersect the two sets of each sentence, sum the sizes, and divide "
        "only once, at the end.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "you average over sentences; one with one name counts as much as "
            "one with four",
            (
                "    hits = sum(",
                "    if len(said) > 1:\n"
                "        each = [scores([a], [b]) for a, b in zip(said, "
                "golds)]\n"
                "        return torch.tensor(each).mean(dim=0)\n"
                "    if not said[0] or not golds[0]:\n"
                "        return 0.0, 0.0, 0.0\n"
                "    hits = sum(",
            ),
        ),
        Mistake(
            "a name of the wrong kind is counted as right",
            (
                "len(a & b) for",
                "len({n[:2] for n in a} & {n[:2] for n in b}) for",
            ),
        ),
        Mistake(
            "names of different sentences are mixed up: the same place in two "
            "sentences is not the same name",
            (
                "    hits = sum(",
                "    said, golds = [set().union(*said)], "
                "[set().union(*golds)]\n"
                "    hits = sum(",
            ),
        ),
        Mistake(
            "precision and recall have changed places",
            ("hits / called, hits / true,", "hits / true, hits / called,"),
        ),
        Mistake(
            "F1 is not the plain mean of precision and recall",
            ("2 * hits / (called + true)", "(hits / called + hits / true) / 2"),
        ),
    ),
)
