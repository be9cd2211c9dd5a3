"""One step of an LSTM."""

import numpy as np

from exercises.rnn_lstm.recurrence import normal
from grading.exercise import Array, Exercise, Mistake, Question


def _sigmoid(x: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-x))
    return found


def _ask(rng: np.random.Generator) -> Question:
    batch, features, hidden = rng.choice(range(2, 8), 3, False)
    return {
        "x": normal(rng, batch, features),
        "h": normal(rng, batch, hidden),
        "c": normal(rng, batch, hidden),
        "w_in": normal(rng, 4 * hidden, features),
        "w_hidden": normal(rng, 4 * hidden, hidden),
        "b": normal(rng, 4 * hidden),
    }


def _expected(
    x: Array, h: Array, c: Array, w_in: Array, w_hidden: Array, b: Array
) -> list[Array]:
    i, f, g, o = np.split(x @ w_in.T + h @ w_hidden.T + b, 4, axis=1)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return [_sigmoid(o) * np.tanh(c), c]


EXERCISE = Exercise(
    section="the-lstm-a-state-that-is-added-to",
    hints=(
        "Which of the four numbers are shares, and which is content?",
        "Shares lie between 0 and 1, content between -1 and 1; the old cell "
        "state is multiplied by one share, the content by another.",
        "Cut the sum in four along the second dimension, in the order of the "
        "text; make c first, and h of the new c.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the input gate comes first, the forget gate second",
            ("i, f, g, o", "f, i, g, o"),
        ),
        Mistake(
            "the new content may be negative; yours is squeezed to 0 to 1",
            ("g.tanh()", "g.sigmoid()"),
        ),
        Mistake(
            "the old cell state passes whole: its gate has no say",
            ("f.sigmoid() * c", "c"),
        ),
        Mistake(
            "the cell state is squeezed before the output gate shows it",
            ("c.tanh(), c", "c, c"),
        ),
        Mistake(
            "h comes first, then c",
            ("o.sigmoid() * c.tanh(), c", "c, o.sigmoid() * c.tanh()"),
        ),
    ),
)
