"""Back to dollars."""

import numpy as np

from grading.exercise import Array, Exercise, Mistake, Question


def _ask(rng: np.random.Generator) -> Question:
    y = np.exp(rng.normal(10, 1, size=20))
    train = np.exp(rng.normal(9, 0.7, size=60))
    logs = np.log(y) + rng.normal(0, 0.4, size=20)
    outputs = (logs - np.log(train).mean()) / np.log(train).std(ddof=1)
    return {"train_y": train, "outputs": outputs, "y": y}


def _expected(train_y: Array, outputs: Array, y: Array) -> float:
    values = np.log(train_y)
    preds = np.exp(outputs * values.std(ddof=1) + values.mean())
    return float(abs(preds - y).mean())


PREDS = "(outputs * logs.std() + logs.mean()).exp()"

EXERCISE = Exercise(
    section="dollars-or-logarithms",
    hints=(
        "What was done to the target before training? In which order?",
        "Undo the last step first, with the mean and the deviation that were "
        "learned from the training targets.",
        "Times the deviation, plus the mean, both of the logarithms of "
        "train_y; then the exponential; then compare in dollars.",
    ),
    ask=_ask,
    expected=_expected,
    mistakes=(
        Mistake(
            "the scale was learned from y, it belongs to the training rows",
            ("train_y.log()", "y.log()"),
        ),
        Mistake(
            "that error is in logarithms; nobody pays in those",
            ("(preds - y)", "(preds.log() - y.log())"),
        ),
        Mistake(
            "mean and deviation are those of dollars; the network was trained "
            "on another scale",
            (PREDS, "outputs * train_y.std() + train_y.mean()"),
        ),
        Mistake("the standardisation was not undone", (PREDS, "outputs.exp()")),
        Mistake(
            "large errors count more than small ones: that is the RMSE",
            (".abs().mean()", ".square().mean().sqrt()"),
        ),
    ),
)
