"""A test that can fail."""

from typing import Any

import numpy as np

from exercises.code_for_others.normalisers import NORMALISERS, RIGHT
from exercises.code_for_others.outcome import FAILS, PASSES, any_is, outcomes
from grading.adapters import Array
from grading.exercise import Exercise, Mistake, Question

NOT_CONSTANT = (
    *("5.0, 0.0]", "4.0, 0.0]", "5.0, 40.0]", "6.0, 40.0]"),
    *(" 0.0, -1.0]", " -1.0, -1.0]", " 0.0, 1.0]", " 1.0, 1.0]"),
)


def _ask(rng: np.random.Generator) -> Question:
    return {"order": rng.permutation(len(NORMALISERS))}


def _use(answer: Any, order: Array) -> dict[str, str]:
    return outcomes(answer, NORMALISERS, order.tolist())


EXERCISE = Exercise(
    section="a-result-worked-out-by-hand",
    hints=(
        "Which small table can you normalise in your head?",
        "One table may serve all promises: two rows, three columns, one of "
        "them constant. Work the result out by hand, and compare with a "
        "tolerance.",
        "The columns (1, 3), (5, 5) and (0, 40) become (-1, 1), (0, 0) and "
        "(-1, 1). Keep a copy of the table, and compare it with the table "
        "after the call.",
    ),
    ask=_ask,
    use=_use,
    mistakes=(
        Mistake(
            "a right function fails in it: rounding errors are no bugs",
            (
                "torch.testing.assert_close(z, wanted)",
                "assert torch.equal(z, wanted)",
            ),
            ("[-1.0, 0.0, -1.0]", "[-0.9, 0.0, -1.0]"),
            shows=any_is(FAILS, *RIGHT),
        ),
        Mistake(
            "a function passes that changes the table of its caller",
            ("    torch.testing.assert_close(x, before)", "    del before"),
            ("x.clone()", "x"),
            shows=any_is(PASSES, "in place"),
        ),
        Mistake(
            "a function passes that returns nan for a constant column",
            NOT_CONSTANT,
            ("(z, wanted)", "(z.nan_to_num(), wanted)"),
            shows=any_is(PASSES, "constant"),
        ),
        Mistake(
            "a function passes that normalises rows, or the whole table",
            ("(z, wanted)", "(z.sum(), wanted.sum())"),
            shows=any_is(PASSES, "rows", "whole"),
        ),
        Mistake(
            "a function passes whose columns have another mean than zero",
            ("(z, wanted)", "(z - z.mean(0), wanted)"),
            shows=any_is(PASSES, "not centred"),
        ),
        Mistake(
            "a function passes that divides by something else: nothing, the "
            "variance, or the standard deviation with correction=1",
            ("(z, wanted)", "(z, wanted, rtol=0.5, atol=0)"),
            ("(z, wanted)", "(z.sign() + 0 * z, wanted)"),
            shows=any_is(PASSES, "correction", "variance", "not divided"),
        ),
    ),
)
