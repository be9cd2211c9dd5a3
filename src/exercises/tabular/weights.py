"""How many weights."""

import numpy as np

from grading.adapters import given, to_plain
from grading.exercise import Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    return {
        "numbers": int(rng.integers(2, 9)),
        "levels": [int(n) for n in rng.integers(2, 29, size=3)]
        + [int(rng.integers(50, 90))],
        "hidden": int(rng.integers(10, 99)),
    }


def _expected(numbers: int, levels: list[int], hidden: int) -> dict[str, int]:
    rows = [n + 2 for n in levels]
    dims = [min(16, (n + 1) // 2) for n in rows]
    width = numbers + sum(dims)
    return {
        "width": width,
        "embeddings": sum(n * d for n, d in zip(rows, dims, strict=True)),
        "layers": (width + 1) * hidden + hidden + 1,
    }


EXERCISE = Exercise(
    section="embeddings-a-vector-for-each-level",
    hints=(
        "Draw the network: what goes in, what comes out of each table?",
        "A table is rows times size of the vector; its rows are more than "
        "the known levels.",
        "Two more rows than levels; half of the rows, rounded up, but at most "
        "sixteen; a linear layer has a weight for each pair and a bias for "
        "each output.",
    ),
    ask=_ask,
    use=lambda answer, **q: to_plain(given(answer(*q.values()))),
    expected=_expected,
    mistakes=(
        Mistake(
            "the numbers that are kept back need rows in the tables, too",
            ("known + 2", "known"),
        ),
        Mistake(
            "the vectors of the column with many levels are too long",
            ("min(16, (size + 1) // 2)", "(size + 1) // 2"),
        ),
        Mistake(
            "'layers': a linear layer has more than the weights of the pairs",
            (
                "(width + 1) * hidden + (hidden + 1) * 1",
                "width * hidden + hidden",
            ),
        ),
        Mistake(
            "'width': a category takes as many places as its vector is long",
            ("numbers + sum(dims)", "numbers + len(dims)"),
        ),
    ),
)
