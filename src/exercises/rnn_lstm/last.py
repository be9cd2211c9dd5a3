"""The last real state."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    lengths = rng.permutation(np.append([2, 7], rng.integers(2, 7, size=3)))
    output = rng.normal(size=(5, 7, rng.integers(2, 5))).astype("float32")
    return {"output": output, "lengths": lengths}


def _expected(output: Array, lengths: Array) -> Array:
    found: Array = output[np.arange(len(output)), lengths - 1]
    return found


EXERCISE = Exercise(
    section="sequences-of-different-lengths",
    hints=(
        "At which step had each sequence been read to its end?",
        "Steps count from 0, lengths from 1; each row has its own last step.",
        "Index with two tensors at once: the numbers of the rows, and the "
        "last real step of each.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "short sequences are asked after they have read padding",
            ("output[rows, lengths - 1]", "output[:, -1]"),
        ),
        Mistake(
            "the last real step is not read any more: count again from 0",
            ("lengths - 1", "lengths - 2"),
        ),
        Mistake(
            "these are the states of one sequence, the last of the batch",
            ("output[rows, lengths - 1]", "output[-1]"),
        ),
        Mistake(
            "that is the mean over the steps, not the last state",
            (
                "output[rows, lengths - 1]",
                "torch.stack([o[:n].mean(0) for o, n in zip(output, lengths)])",
            ),
        ),
    ),
)
