"""How far the gradient reaches."""

from typing import Any

import numpy as np

from exercises.rnn_lstm.recurrence import normal, run_rnn
from grading.adapters import to_plain, to_tensor
from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "x": normal(rng, 5, 7, 3),
        "w_in": normal(rng, 4, 3),
        "w_hidden": normal(rng, 4, 4) / 3,
        "b": normal(rng, 4) / 3,
    }


def _use(answer: Any, x: Array, w_in: Array, w_hidden: Array, b: Array) -> Any:
    import torch

    layer = torch.nn.RNN(3, 4, batch_first=True)
    weights = {
        "weight_ih_l0": to_tensor(w_in),
        "weight_hh_l0": to_tensor(w_hidden),
        "bias_ih_l0": to_tensor(b),
        "bias_hh_l0": to_tensor(0 * b),
    }
    layer.load_state_dict(weights)
    return to_plain(answer(layer, to_tensor(x)))


def _expected(x: Array, w_in: Array, w_hidden: Array, b: Array) -> Array:
    """Go back through the steps by the chain rule."""
    states = run_rnn(x.astype(float), w_in, w_hidden, b)
    back = np.ones(states[:, 0].shape)
    found = []
    for step in reversed(range(x.shape[1])):
        slope = back * (1 - states[:, step] ** 2)
        found.append(slope @ w_in)  # (batch, features)
        back = slope @ w_hidden
    slopes = np.stack(found, axis=1)  # last step first
    norms: Array = np.sqrt((slopes**2).sum(2)).mean(0)
    return norms


EXERCISE = Exercise(
    section="why-it-forgets-the-gradient-fades",
    hints=(
        "The gradient of what, with respect to what?",
        "The input can require a gradient like a weight; only the output of "
        "the last step is summed and sent backward.",
        "The norm over the features, the mean over the batch, and then turn "
        "the steps round, so that lag zero comes first.",
    ),
    ask=_ask,
    use=_use,
    expected=_expected,
    mistakes=(
        Mistake(
            "the lag counts from the end: the last step has lag zero",
            (".flip(0)", ""),
        ),
        Mistake(
            "the outputs of all steps were sent backward, not the last alone",
            ("output[:, -1].sum()", "output.sum()"),
        ),
        Mistake(
            "in a plain mean positive and negative gradients cancel; norms "
            "do not",
            ("norm(dim=2)", "mean(dim=2)"),
        ),
        Mistake(
            "the mean over the sequences was asked for, not their sum",
            ("norm(dim=2).mean", "norm(dim=2).sum"),
        ),
    ),
)
