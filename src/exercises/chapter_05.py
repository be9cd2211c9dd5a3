"""Chapter 5: an RNN and an LSTM by hand, shapes, states, gates, gradients.

What is done with states that a layer returned is in ``chapter_05_states``,
the project, digits that begin at any step, in ``chapter_05_arriving``.
"""

from typing import Any

import numpy as np

from exercises.changed import changed
from exercises.chapter_05_arriving import ARRIVING
from exercises.chapter_05_states import LAST, SHAPES, SIDE_BY_SIDE
from grading.adapters import given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

Array = np.ndarray[Any, Any]


def _sigmoid(x: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-x))
    return found


def _normal(rng: np.random.Generator, *size: int) -> Array:
    return rng.normal(size=size).astype("float32")


# 5.1: a recurrent network by hand


def _ask_rnn(rng: np.random.Generator) -> Question:
    batch, steps, features, hidden = rng.choice(range(2, 8), 4, False)
    return {
        "x": _normal(rng, batch, steps, features),
        "w_in": _normal(rng, hidden, features),
        "w_hidden": _normal(rng, hidden, hidden) / 2,
        "b": _normal(rng, hidden),
    }


def _states(
    x: Array, w_in: Array, w_hidden: Array, b: Array, change: str = ""
) -> Array:
    h = np.zeros((len(x), len(b)))
    states = []
    for step in range(x.shape[1]):
        old = 0 * h if change == "forgets" else h
        h = x[:, step] @ w_in.T + old @ w_hidden.T
        h = h if change == "no bias" else h + b
        h = h if change == "no tanh" else np.tanh(h)
        states.append(h)
    return h if change == "last" else np.stack(states, axis=1)


RNN = Exercise(
    key="5.1",
    section="05_rnn_lstm#a-recurrent-cell-by-hand",
    hints=(
        "What does the network know at a step, beside the input?",
        "The state starts at zero; each step makes a new one of the input "
        "and of the state before it.",
        "A loop over the steps; keep each state in a list, and stack the list "
        "along the second dimension.",
    ),
    ask=_ask_rnn,
    expected=_states,
    mistakes=(
        Mistake(
            "forgets",
            "the state is not carried from step to step",
            changed(_states, "forgets"),
        ),
        Mistake(
            "no tanh",
            "the states are not squeezed: they can grow without end",
            changed(_states, "no tanh"),
        ),
        Mistake("no bias", "the bias is missing", changed(_states, "no bias")),
        Mistake(
            "last alone",
            "that is the last state; the states of all steps were asked for",
            changed(_states, "last"),
        ),
    ),
)

# 5.2: a step of an LSTM


def _ask_lstm(rng: np.random.Generator) -> Question:
    batch, features, hidden = rng.choice(range(2, 8), 3, False)
    return {
        "x": _normal(rng, batch, features),
        "h": _normal(rng, batch, hidden),
        "c": _normal(rng, batch, hidden),
        "w_in": _normal(rng, 4 * hidden, features),
        "w_hidden": _normal(rng, 4 * hidden, hidden),
        "b": _normal(rng, 4 * hidden),
    }


def _lstm(
    x: Array,
    h: Array,
    c: Array,
    w_in: Array,
    w_hidden: Array,
    b: Array,
    change: str = "",
) -> list[Array]:
    parts = np.split(x @ w_in.T + h @ w_hidden.T + b, 4, axis=1)
    i, f, g, o = parts
    if change == "order":
        f, i, g, o = parts
    new = _sigmoid(g) if change == "sigmoid" else np.tanh(g)
    kept = c if change == "nothing forgotten" else _sigmoid(f) * c
    c = kept + _sigmoid(i) * new
    shown = c if change == "plain" else np.tanh(c)
    h = _sigmoid(o) * shown
    return [c, h] if change == "swapped" else [h, c]


LSTM = Exercise(
    key="5.2",
    section="05_rnn_lstm#the-lstm-a-state-that-is-added-to",
    hints=(
        "Which of the four numbers are shares, and which is content?",
        "Shares lie between 0 and 1, content between -1 and 1; the old cell "
        "state is multiplied by one share, the content by another.",
        "Cut the sum in four along the second dimension, in the order of the "
        "text; make c first, and h of the new c.",
    ),
    ask=_ask_lstm,
    expected=_lstm,
    mistakes=(
        Mistake(
            "order",
            "the input gate comes first, the forget gate second",
            changed(_lstm, "order"),
        ),
        Mistake(
            "content as a share",
            "the new content may be negative; yours is squeezed to 0 to 1",
            changed(_lstm, "sigmoid"),
        ),
        Mistake(
            "nothing forgotten",
            "the old cell state passes whole: its gate has no say",
            changed(_lstm, "nothing forgotten"),
        ),
        Mistake(
            "cell state shown as it is",
            "the cell state is squeezed before the output gate shows it",
            changed(_lstm, "plain"),
        ),
        Mistake(
            "swapped",
            "h comes first, then c",
            changed(_lstm, "swapped"),
        ),
    ),
)

# 5.6: open the gate


def _ask_gate(rng: np.random.Generator) -> Question:
    hidden = int(rng.integers(3, 8))
    return {
        "first": _normal(rng, 4 * hidden),
        "second": _normal(rng, 4 * hidden),
        "bias": round(float(rng.uniform(1, 4)), 2),
    }


def _use_gate(answer: Any, first: Array, second: Array, bias: float) -> Any:
    import torch

    layer = torch.nn.LSTM(3, len(first) // 4, batch_first=True)
    biases = {"bias_ih_l0": first, "bias_hh_l0": second}
    layer.load_state_dict(
        layer.state_dict() | {n: to_tensor(b) for n, b in biases.items()}
    )
    weights = given(answer(layer, bias)).state_dict()
    return to_plain(weights["bias_ih_l0"] + weights["bias_hh_l0"])


def _gate(first: Array, second: Array, bias: float, change: str = "") -> Array:
    total = first + second
    hidden = len(total) // 4
    start = 0 if change == "input" else hidden
    quarter = slice(start, start + hidden)
    if change == "all":
        quarter = slice(None)
    total[quarter] = 2 * bias if change == "twice" else bias
    if change == "one":
        total[quarter] += second[quarter]
    return total


GATE = Exercise(
    key="5.6",
    section="05_rnn_lstm#the-gate-has-to-be-open",
    hints=(
        "How many biases does one gate have in PyTorch's layer?",
        "The gates stand in the order i, f, g, o in each of two vectors of "
        "biases, and the two are added.",
        "Set the second quarter of one vector to the bias, and the same "
        "quarter of the other to zero, without recording a gradient.",
    ),
    ask=_ask_gate,
    use=_use_gate,
    expected=_gate,
    mistakes=(
        Mistake(
            "input gate",
            "you opened another gate than the one that forgets",
            changed(_gate, "input"),
        ),
        Mistake(
            "twice",
            "the layer adds two biases: together they are twice too large",
            changed(_gate, "twice"),
        ),
        Mistake(
            "one of two",
            "the layer adds a second bias, which still has its old values",
            changed(_gate, "one"),
        ),
        Mistake(
            "all gates",
            "all four parts have the bias now; only one gate was meant",
            changed(_gate, "all"),
        ),
    ),
)

# 5.7: how far the gradient reaches


def _ask_gradient(rng: np.random.Generator) -> Question:
    return {
        "x": _normal(rng, 5, 7, 3),
        "w_in": _normal(rng, 4, 3),
        "w_hidden": _normal(rng, 4, 4) / 3,
        "b": _normal(rng, 4) / 3,
    }


def _use_gradient(
    answer: Any, x: Array, w_in: Array, w_hidden: Array, b: Array
) -> Any:
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


def _gradients(
    x: Array, w_in: Array, w_hidden: Array, b: Array, change: str = ""
) -> Array:
    """Go back through the steps by the chain rule."""
    states = _states(x.astype(float), w_in, w_hidden, b)
    back = np.zeros(states[:, 0].shape)
    found = []
    for step in reversed(range(x.shape[1])):
        if change == "all steps" or step == x.shape[1] - 1:
            back = back + 1
        slope = back * (1 - states[:, step] ** 2)
        found.append(slope @ w_in)  # (batch, features)
        back = slope @ w_hidden
    slopes = np.stack(found, axis=1)  # last step first
    if change == "mean":
        plain: Array = slopes.mean((0, 2))
        return plain
    norms: Array = np.sqrt((slopes**2).sum(2)).mean(0)
    if change == "sum":
        return norms * len(x)
    return norms[::-1] if change == "first step first" else norms


GRADIENT = Exercise(
    key="5.7",
    section="05_rnn_lstm#why-it-forgets-the-gradient-fades",
    hints=(
        "The gradient of what, with respect to what?",
        "The input can require a gradient like a weight; only the output of "
        "the last step is summed and sent backward.",
        "The norm over the features, the mean over the batch, and then turn "
        "the steps round, so that lag zero comes first.",
    ),
    ask=_ask_gradient,
    use=_use_gradient,
    expected=_gradients,
    mistakes=(
        Mistake(
            "first step first",
            "the lag counts from the end: the last step has lag zero",
            changed(_gradients, "first step first"),
        ),
        Mistake(
            "all steps",
            "the outputs of all steps were sent backward, not the last alone",
            changed(_gradients, "all steps"),
        ),
        Mistake(
            "mean of gradients",
            "in a plain mean positive and negative gradients cancel; norms "
            "do not",
            changed(_gradients, "mean"),
        ),
        Mistake(
            "sum over the batch",
            "the mean over the sequences was asked for, not their sum",
            changed(_gradients, "sum"),
        ),
    ),
)

EXERCISES = {
    exercise.key: exercise
    for exercise in (
        RNN,
        LSTM,
        SHAPES,
        LAST,
        SIDE_BY_SIDE,
        GATE,
        GRADIENT,
        ARRIVING,
    )
}
