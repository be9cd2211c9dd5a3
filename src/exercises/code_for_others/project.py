"""A function and its properties."""

from typing import Any

import numpy as np

from exercises.code_for_others.outcome import FAILS, PASSES, any_is, outcomes
from exercises.code_for_others.sums import RIGHT, SUMS, is_infinite, is_off
from grading.adapters import Array, given, to_plain, to_tensor
from grading.exercise import Exercise, Mistake, Question

NOT_EQUAL = "f(equal), shift + math.log(5)", "0, 0"
NOT_PARTS = "f(parts), f(s)", "0, 0"


def _ask(rng: np.random.Generator) -> Question:
    sizes = rng.permutation([-1000.0, -300.0, 0.0, 300.0, 1000.0])
    s = 2 * rng.normal(size=(5, int(rng.integers(6, 9)))) + sizes[:, None]
    return {"s": s.astype("float32"), "order": rng.permutation(len(SUMS))}


def _use(answer: Any, s: Array, order: Array) -> Any:
    function, properties = given(answer)
    values = given(function(to_tensor(s)))
    return to_plain(
        {"values": values, **outcomes(properties, SUMS, order.tolist())}
    )


EXERCISE = Exercise(
    section="inputs-that-find-something",
    hints=(
        "The chapter's softmax subtracts the largest logit, and nothing "
        "changes. What changes here?",
        "Properties: what becomes of the result if all logits of a row grow "
        "by c? What is it for n equal logits? What if you sum the parts of a "
        "row first?",
        "It grows by c, also if c is -1000 in one row and 1000 in the next. "
        "For n logits of c it is c plus log n. And the results for two parts "
        "of a row, put into the function as a row of two, give the result for "
        "the whole row.",
    ),
    ask=_ask,
    use=_use,
    rounds=2,
    mistakes=(
        Mistake(
            "log_sum_exp must return one number per row: (rows,)",
            ("top[:, 0]", "top"),
            ("sum(dim=1)", "sum(dim=1, keepdim=True)", "top[:, 0]", "top"),
            shows=lambda reply, s, **_: (
                np.shape(reply["values"]) != s.shape[:1]
            ),
        ),
        Mistake(
            "log_sum_exp is infinite, or nan, for large or very negative rows",
            ("(s - top)", "s", "top[:, 0] + ", ""),
            ("s.max(dim=1, keepdim=True).values", "s.max().expand(len(s), 1)"),
            shows=is_infinite,
        ),
        Mistake(
            "log_sum_exp returns other numbers than log(exp(s).sum(dim=1))",
            ("top[:, 0] + ", ""),
            ("sum(dim=1)", "mean(dim=1)"),
            shows=is_off,
        ),
        Mistake(
            "your properties refuse a function that is right",
            ("shift + math.log(5)", "shift"),
            ("close(f(parts), f(s))", "close(f(parts), f(s), rtol=0, atol=0)"),
            shows=any_is(FAILS, *RIGHT),
        ),
        Mistake(
            "your properties hold for functions that fail on large or very "
            "negative logits",
            ("[-1000.0, 0.0, 1000.0]", "[-1.0, 0.0, 1.0]"),
            shows=any_is(PASSES, "plain", "clamped", "a little added"),
        ),
        Mistake(
            "your properties hold for a function that fails where one row has "
            "much larger logits than another",
            ("[-1000.0, 0.0, 1000.0]", "[1000.0, 1000.0, 1000.0]"),
            shows=any_is(PASSES, "one largest"),
        ),
        Mistake(
            "your properties hold for a result that is off by the same "
            "constant everywhere, or forgets the largest logit",
            (*NOT_EQUAL, *NOT_PARTS),
            shows=any_is(PASSES, "mean", "not added"),
        ),
        Mistake(
            "your properties hold for a function that looks at nothing but "
            "the largest logit of a row and the number of logits",
            NOT_PARTS,
            NOT_EQUAL,
            shows=any_is(PASSES, "largest", "largest and number"),
        ),
    ),
)
