"""Up in a line, down along a cosine."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "highest": [float(rate) for rate in 10 ** rng.uniform(-3, -1, 2)],
        "updates": int(rng.integers(40, 80)),
        "warm": int(rng.integers(4, 9)),
        "low": float(rng.uniform(0.05, 0.2)),
    }


def _use(
    answer: Any, highest: list[float], updates: int, warm: int, low: float
) -> Any:
    import torch

    groups = [
        {"params": [torch.zeros(1, requires_grad=True)], "lr": rate}
        for rate in highest
    ]
    sgd = torch.optim.SGD(groups)
    schedule = given(answer(sgd, updates, warm, low))
    rates = []
    for _ in range(updates):
        rates.append([float(group["lr"]) for group in sgd.param_groups])
        sgd.step()
        schedule.step()
    return to_plain(torch.tensor(rates))


def _expected(
    highest: list[float], updates: int, warm: int, low: float
) -> Array:
    """Interpolate between the three corners; bend the second side."""
    place = np.arange(updates, dtype=float)
    done = np.interp(place, [warm - 1, updates - 1], [0, 1])
    bent = (1 - np.cos(np.pi * done)) / 2
    falls = 1 - (1 - low) * bent
    rises = (place + 1) / warm
    shares = np.where(place < warm, rises, falls)
    rates: Array = shares[:, None] * highest
    return rates


EXERCISE = Exercise(
    section="schedules",
    hints=(
        "Write down the share for update 0, for the last of the warm-up, and "
        "for the very last update.",
        "LambdaLR multiplies each group's own rate by the share that your "
        "function returns. How far has the cosine come: 0 at the last update "
        "of the warm-up, 1 at the last of all.",
        "Count how many updates lie behind the end of the warm-up, divide by "
        "how many lie there in all; half of one plus the cosine then goes "
        "from 1 to 0, and must be squeezed to end at the low share.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the cosine starts or ends an update late: the last one does not "
            "reach the lowest rate",
            ("(k - (warm - 1))", "(k - warm)"),
            (
                "(k - (warm - 1)) / (updates - warm)",
                "(k - warm) / (updates - warm)",
            ),
        ),
        Mistake(
            "the first update has a rate of zero: it does nothing",
            ("(k + 1) / warm", "k / (warm - 1)"),
        ),
        Mistake(
            "it falls to zero, below the lowest rate",
            ("low + (1 - low) * ", ""),
        ),
        Mistake(
            "there is a jump where the warm-up ends: the cosine has been "
            "falling all the while",
            ("(k - (warm - 1)) / (updates - warm)", "k / (updates - 1)"),
        ),
        Mistake(
            "the second part falls in a line, not along a cosine",
            ("(1 + math.cos(math.pi * done)) / 2", "(1 - done)"),
        ),
        Mistake(
            "the share must not hold the rate: it gets multiplied twice",
            (
                "LambdaLR(sgd, share)",
                'LambdaLR(sgd, [lambda k, g=g["lr"]: g * share(k)\n'
                "        for g in sgd.param_groups])",
            ),
        ),
    ),
)
