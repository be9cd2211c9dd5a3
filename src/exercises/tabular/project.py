"""Project: who earns more."""

from typing import Any

import numpy as np

from exercises.scored import has_shape
from exercises.tabular.incomes import auc, linear_auc, people
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    sizes = people()[2]
    return {
        "columns": rng.permutation(len(sizes)),
        "codes": [rng.permutation(size) for size in sizes],
        "flipped": int(rng.integers(2)),
        "seed": int(rng.integers(10**6)),
    }


def _use(
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


def _wrong_shape(reply: Any, **_: Any) -> bool:
    return not has_shape(reply, len(people()[1][2]))


BRIEF = ("range(6)", "range(1)")

EXERCISE = Exercise(
    section="what-the-embeddings-are-worth",
    hints=(
        "Does your model use all columns, and does the loss still fall?",
        "An embedding for each category, all vectors behind the numbers, one "
        "hidden layer; start the vectors small.",
        "Vectors of eight numbers, a hidden layer of sixty-four, and five "
        "epochs of Adam in batches of 256 are enough.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give one score a row: (batch,)",
            ("return model", "return lambda *x: model(*x)[:, None]", *BRIEF),
            shows=_wrong_shape,
        ),
        Mistake(
            "there are nan or infinite scores",
            ("0.01, 6 * 47", "1e12, 6 * 47"),
            shows=lambda reply, **_: not np.isfinite(reply).all(),
        ),
        Mistake(
            "the scores are low where y is one",
            ("BCEWithLogitsLoss()(", "BCEWithLogitsLoss()(-"),
            shows=lambda reply, flipped, **_: auc(reply, flipped) < 0.4,
        ),
        Mistake(
            "a linear model of the five numbers does as well: what do the "
            "categories do in yours?",
            (
                "self.body(fuse(x_num, x_cat, self.tables))",
                "self.body(fuse(x_num, x_cat * 0, self.tables))",
            ),
            shows=lambda reply, flipped, **_: (
                auc(reply, flipped) <= linear_auc()[1] + 0.03
            ),
        ),
        Mistake(
            "it has learned, but hardly ranks better than logistic regression",
            ("for _ in range(6)", "for _ in range(1)"),
            shows=lambda reply, flipped, **_: (
                auc(reply, flipped) <= linear_auc()[0] + 0.001
            ),
        ),
    ),
    rounds=1,
)
