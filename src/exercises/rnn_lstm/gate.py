"""Open the gate."""

from typing import Any

import numpy as np

from exercises.rnn_lstm.recurrence import normal
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    hidden = int(rng.integers(3, 8))
    return {
        "first": normal(rng, 4 * hidden),
        "second": normal(rng, 4 * hidden),
        "bias": round(float(rng.uniform(1, 4)), 2),
    }


def _use(answer: Any, first: Array, second: Array, bias: float) -> Any:
    import torch

    layer = torch.nn.LSTM(3, len(first) // 4, batch_first=True)
    biases = {"bias_ih_l0": first, "bias_hh_l0": second}
    layer.load_state_dict(
        layer.state_dict() | {n: to_tensor(b) for n, b in biases.items()}
    )
    weights = given(answer(layer, bias)).state_dict()
    return to_plain(weights["bias_ih_l0"] + weights["bias_hh_l0"])


def _expected(first: Array, second: Array, bias: float) -> Array:
    total = first + second
    hidden = len(total) // 4
    total[hidden : 2 * hidden] = bias
    return total


EXERCISE = Exercise(
    section="the-gate-has-to-be-open",
    hints=(
        "How many biases does one gate have in PyTorch's layer?",
        "The gates stand in the order i, f, g, o in each of two vectors of "
        "biases, and the two are added.",
        "Set the second quarter of one vector to the bias, and the same "
        "quarter of the other to zero, without recording a gradient.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "you opened another gate than the one that forgets",
            (
                "slice(layer.hidden_size, 2 * layer.hidden_size)",
                "slice(0, layer.hidden_size)",
            ),
        ),
        Mistake(
            "the layer adds two biases: together they are twice too large",
            (
                "bias_hh_l0[second_quarter] = 0",
                "bias_hh_l0[second_quarter] = bias",
            ),
        ),
        Mistake(
            "the layer adds a second bias, which still has its old values",
            ("        layer.bias_hh_l0[second_quarter] = 0\n", ""),
        ),
        Mistake(
            "all four parts have the bias now; only one gate was meant",
            ("slice(layer.hidden_size, 2 * layer.hidden_size)", "slice(None)"),
        ),
    ),
)
