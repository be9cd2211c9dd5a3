"""Find the leak."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    hours = rng.permutation(np.arange(40) + rng.integers(1000))
    return {
        "hours": hours,
        "demand": (np.sin(hours / 4) + rng.normal(size=40)).astype("float32"),
        "held_out": int(rng.integers(8, 13)),
    }


def _expected(hours: Array, demand: Array, held_out: int) -> list[Array]:
    order = np.argsort(hours)
    return [demand[order[:-held_out]], demand[order[-held_out:]]]


EXERCISE = Exercise(
    section="time",
    hints=(
        "Could somebody have made this split on the last day of training?",
        "Neighbours in time resemble each other, so the cut has to be one "
        "moment; the rows do not come in order of time.",
        "Find the order in which the hours rise, put the demand into it, and "
        "cut once.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the rows do not come in order of time",
            ("hours.argsort()", "torch.arange(len(hours))"),
        ),
        Mistake(
            "the test split lies before the training split",
            (
                "return demand[:-held_out], demand[-held_out:]",
                "return demand[held_out:], demand[:held_out]",
            ),
        ),
        Mistake(
            "time runs backwards in what you return",
            ("hours.argsort()", "hours.argsort().flip(0)"),
        ),
        Mistake(
            "the correct rows in each split, but not in order of time",
            (
                "    demand = demand[order]\n"
                "    return demand[:-held_out], demand[-held_out:]",
                "    late = hours >= hours[order[-held_out]]\n"
                "    return demand[~late], demand[late]",
            ),
        ),
    ),
)
