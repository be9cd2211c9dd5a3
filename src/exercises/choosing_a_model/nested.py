"""Nested cross-validation."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    outer, settings, inner = 5, int(rng.integers(4, 8)), 4
    while True:
        skill = rng.normal(0.8, 0.01, size=settings)
        held = skill + rng.normal(0, 0.03, size=(outer, settings))
        noise = rng.normal(0, 0.05, size=(outer, settings, inner))
        question: Question = {
            "inner": skill[:, None] + noise,
            "outer": held,
        }
        chosen = question["inner"].mean(2).argmax(1)
        one = question["inner"].mean((0, 2)).argmax()
        if (chosen != one).any() and (chosen != held.argmax(1)).any():
            return question


def _expected(inner: Array, outer: Array) -> float:
    chosen = inner.mean(2).argmax(1)
    return float(np.take_along_axis(outer, chosen[:, None], axis=1).mean())


EXERCISE = Exercise(
    section="nested-cross-validation",
    hints=(
        "Which scores may choose, and which may judge the choice?",
        "Each outer fold chooses anew, by its own inner folds.",
        "For each outer fold take the setting with the highest mean over its "
        "inner folds, look up its outer score, and take the mean of these.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the outer scores choose the setting that they judge",
            ("inner.mean(dim=2).argmax(dim=1)", "outer.argmax(dim=1)"),
        ),
        Mistake(
            "that is the score that chose: the inner one, and it is too high",
            (
                "return outer[torch.arange(len(outer)), chosen].mean()",
                "return inner.mean(dim=2).amax(dim=1).mean()",
            ),
        ),
        Mistake(
            "one setting is chosen for all outer folds, so held-out rows took "
            "part in the choice",
            (
                "inner.mean(dim=2).argmax(dim=1)",
                "inner.mean(dim=(0, 2)).argmax().expand(len(outer))",
            ),
        ),
        Mistake(
            "one lucky inner fold decides",
            ("inner.mean(dim=2)", "inner.amax(dim=2)"),
        ),
    ),
)
