"""A recurrent network by hand."""

import numpy as np

from exercises.rnn_lstm.recurrence import normal, run_rnn
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch, steps, features, hidden = rng.choice(range(2, 8), 4, False)
    return {
        "x": normal(rng, batch, steps, features),
        "w_in": normal(rng, hidden, features),
        "w_hidden": normal(rng, hidden, hidden) / 2,
        "b": normal(rng, hidden),
    }


EXERCISE = Exercise(
    section="a-recurrent-cell-by-hand",
    hints=(
        "What does the network know at a step, beside the input?",
        "The state starts at zero; each step makes a new one of the input "
        "and of the state before it.",
        "A loop over the steps; keep each state in a list, and stack the list "
        "along the second dimension.",
    ),
    ask=_ask,
    expected=run_rnn,
    mistakes=(
        Mistake(
            "the state is not carried from step to step",
            (" + h @ w_hidden.T", " + 0 * h @ w_hidden.T"),
        ),
        Mistake(
            "the states are not squeezed: they can grow without end",
            ("torch.tanh", "torch.clone"),
        ),
        Mistake("the bias is missing", (" + b)", ")")),
        Mistake(
            "that is the last state; the states of all steps were asked for",
            ("torch.stack(states, dim=1)", "h"),
        ),
    ),
)
