"""Find the planted bug: mixed sequences."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.choice(range(2, 8), 3, False)
    return {"h_n": rng.normal(size=sizes).astype("float32")}


def _expected(h_n: Array) -> Array:
    batch = h_n.shape[1]
    found: Array = h_n.transpose(1, 0, 2).reshape(batch, -1)
    return found


EXERCISE = Exercise(
    section="what-goes-wrong-reshapes-that-run",
    hints=(
        "Change one sequence: whose row of the result moves?",
        "Dimensions are swapped by transpose; view and reshape cut the same "
        "row of numbers anew.",
        "Bring the batch to the front first; then the two last dimensions may "
        "become one.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the sequences are mixed: the numbers were cut anew, not swapped",
            (".transpose(0, 1).flatten(1)", ".view(h_n.shape[1], -1)"),
        ),
        Mistake(
            "only one layer is left; all layers must stand side by side",
            ("h_n.transpose(0, 1).flatten(1)", "h_n[-1]"),
        ),
        Mistake(
            "the right numbers in each row, but the layers are interleaved",
            ("transpose(0, 1)", "permute(1, 2, 0)"),
        ),
        Mistake(
            "the layers are added up; they must stand side by side",
            ("transpose(0, 1).flatten(1)", "sum(dim=0)"),
        ),
    ),
)
