"""Shapes."""

import numpy as np

from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    batch, steps, features, hidden = (
        int(size) for size in rng.choice(range(4, 20), 4, False)
    )
    return {
        "batch": batch,
        "steps": steps,
        "features": features,
        "hidden": hidden,
        "layers": int(rng.integers(2, 4)),
        "both_ways": bool(rng.integers(2)),
    }


def _expected(
    batch: int,
    steps: int,
    features: int,
    hidden: int,
    layers: int,
    both_ways: bool,
) -> Question:
    ways = 2 if both_ways else 1
    width = ways * hidden
    state = [layers * ways, batch, hidden]
    output = [batch, steps, width]
    return {"output": output, "h_n": state, "c_n": list(state)}


EXERCISE = Exercise(
    section="shapes-output-and-h_n",
    hints=(
        "Which of the three has something for every step?",
        "A layer that reads both ways has two states for each layer, and puts "
        "them side by side in its output.",
        "The batch comes first in the output alone; the states begin with "
        "layers times ways.",
    ),
    ask=_ask,
    expected=_expected,
    rtol=0,
    atol=0.1,
    mistakes=(
        Mistake(
            "the states never have the batch first, whatever batch_first says",
            (
                "(ways * layers, batch, hidden)",
                "(batch, ways * layers, hidden)",
            ),
        ),
        Mistake(
            "reading both ways, the output holds two states side by side",
            ("steps, ways * hidden", "steps, hidden"),
        ),
        Mistake(
            "reading both ways, each layer has two last states",
            ("(ways * layers", "(layers"),
        ),
        Mistake(
            "batch_first=True: the output begins with the batch",
            ("output = (batch, steps", "output = (steps, batch"),
        ),
    ),
    rounds=12,
)
