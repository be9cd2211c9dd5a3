"""A learning-rate range test."""

from typing import Any

import numpy as np

from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    """Draw batches whose loss is three times the first before the end."""
    weight = rng.normal(size=(1, 3))
    x = rng.normal(size=(int(rng.integers(12, 18)), 6, 3))
    y = 3 * x @ weight.T + 2 + rng.normal(size=(*x.shape[:2], 1))
    return {
        "x": x.astype("float32"),
        "y": y.astype("float32"),
        "weight": weight.astype("float32"),
        "lowest": float(rng.uniform(0.002, 0.004)),
        "highest": float(rng.uniform(20, 40)),
    }


def _use(
    answer: Any,
    x: Array,
    y: Array,
    weight: Array,
    lowest: float,
    highest: float,
) -> Any:
    import torch

    model = torch.nn.Linear(3, 1)
    with torch.no_grad():
        model.weight.copy_(to_tensor(weight))
        model.bias.zero_()
    batches = list(zip(to_tensor(x), to_tensor(y), strict=True))
    rates, losses = given(answer(model, batches, lowest, highest))
    return {
        "rates": to_plain(list(rates)),
        "losses": to_plain(list(losses)),
        "weight after": to_plain(model.weight),
    }


def _expected(
    x: Array, y: Array, weight: Array, lowest: float, highest: float
) -> Question:
    w, b = weight[0].astype(float), 0.0
    rates, losses = [], []
    growing = np.geomspace(lowest, highest, len(x))
    for rate, rows, wanted in zip(growing, x, y[..., 0], strict=True):
        gap = rows @ w + b - wanted
        rates.append(float(rate))
        losses.append(float((gap**2).mean()))
        if losses[-1] >= 3 * losses[0]:
            break
        w = w - rate * 2 * (gap @ rows) / len(rows)
        b = b - rate * 2 * gap.mean()
    return {"rates": rates, "losses": losses, "weight after": weight}


EXERCISE = Exercise(
    section="finding-a-learning-rate",
    hints=(
        "By which factor does the rate grow from one update to the next, if "
        "the last batch is to get the highest?",
        "Note the rate and the loss before the update. Keep a copy of the "
        "state_dict that the updates cannot reach.",
        "With n batches there are n - 1 steps between the lowest and the "
        "highest rate. Stop after noting a loss that is not below three times "
        "the first; at the end load the copy.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the rate should be multiplied by the same factor each time; "
            "yours grows by the same amount",
            (
                '["lr"] *= factor',
                '["lr"] += (highest - lowest) / (len(batches) - 1)',
            ),
        ),
        Mistake(
            "the last batch would not get the highest rate",
            ("(len(batches) - 1))", "len(batches))"),
            ("(len(batches) - 1))", "(len(batches) + 1))"),
        ),
        Mistake(
            "afterwards the model does not have its first weights again",
            ("    model.load_state_dict(start)\n", ""),
            ("value.clone()", "value"),
        ),
        Mistake(
            "gradients add up over the batches",
            ("        sgd.zero_grad()\n", ""),
        ),
        Mistake(
            "the test goes on after the loss has exploded",
            ("            break\n", "            pass\n"),
        ),
        Mistake(
            "the loss at which the test stops belongs to the curve",
            ("return rates, losses", "return rates[:-1], losses[:-1]"),
        ),
    ),
)
