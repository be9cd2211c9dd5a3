"""Project: read digits of forms that the model has not seen."""

from typing import Any

import numpy as np

from exercises.scored import has_shape
from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {"names": rng.permutation(10), "seed": int(rng.integers(10**6))}


def _use(answer: Any, names: Array, seed: int) -> Any:
    import torch

    from helpers.data import digits

    train, _, test = digits()
    torch.manual_seed(seed)
    model = given(answer(train.x, torch.tensor(names)[train.y]))
    return to_plain(model(test.x))


def _share(reply: Array, names: Array, right: bool = True) -> float:
    from helpers.data import digits

    y = digits()[2].y.numpy()
    return float((reply.argmax(1) == (names[y] if right else y)).mean())


def _below_baseline(reply: Array, names: Array, seed: int) -> bool:
    """Compare with the nearest mean image of a class."""
    from helpers.data import digits

    train, _, test = ((split.x.numpy(), split.y.numpy()) for split in digits())
    means = np.stack([train[0][train[1] == k].mean(0) for k in range(10)])
    gaps = ((test[0][:, None] - means) ** 2).sum(2)
    baseline = float((gaps.argmin(1) == test[1]).mean())
    return _share(reply, names) <= baseline


def _wrong_shape(reply: Any, names: Array, seed: int) -> bool:
    from helpers.data import digits

    rows = len(digits()[2].y)
    return not has_shape(reply, rows, 10)


EXERCISE = Exercise(
    section="the-training-loop-in-five-steps",
    hints=(
        "Does the loss on the training rows fall, and for long enough?",
        "A hidden layer with a ReLU, and an optimizer with a suitable rate.",
        "A hundred steps over all rows with Adam at a rate of 0.01 are "
        "enough for a small network.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "the model must give ten logits per row: (batch, 10)",
            ("nn.Linear(128, 10)", "nn.Linear(128, 11)"),
            shows=_wrong_shape,
        ),
        Mistake(
            "the model ignores the labels it is given in y",
            (
                "    model =",
                (
                    "    from helpers.data import digits\n"
                    "    y = digits()[0].y\n"
                    "    model ="
                ),
            ),
            shows=lambda reply, names, seed: (
                _share(reply, names, right=False) > 0.6
                and _share(reply, names) < 0.5
            ),
        ),
        Mistake(
            "the model has not learned: it is near to guessing",
            ("range(100)", "range(0)"),
            shows=lambda reply, names, seed: _share(reply, names) < 0.3,
        ),
        Mistake(
            "it has learned, but the nearest mean image does better",
            ("range(100)", "range(5)"),
            shows=_below_baseline,
        ),
    ),
    rounds=1,
)
