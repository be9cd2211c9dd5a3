"""Training, validation and test split: what each is for."""

from course.drawings.canvas import Drawing


def draw() -> Drawing:
    """Draw the rows, the three splits, and the one way through them."""
    drawing = Drawing(
        "Training, validation and test split",
        """How data are split without leakage. All rows are split first, by
        group or by date where rows belong together. Means, vocabulary and
        weights are fitted on the training split only. The fitted model is
        scored on the validation split, and that score chooses the epoch and the
        hyperparameters; then it is fitted again. The test split is used once,
        to report the score of the model that was chosen. Leaks are: a scaler
        fitted on all rows, one person in two splits, and choosing on the test
        split.""",
        568,
    )
    rows = drawing.box("data", 14, 14, 332, 38, "all rows")
    rule = drawing.box("control", 50, 88, 260, 38, "split by group or by date")
    drawing.arrow(rows.s, rule.n)
    train = drawing.box("data", 14, 166, 158, 40, "training", bold=True)
    valid = drawing.box("data", 172, 166, 92, 40, "validation")
    test = drawing.box("data", 264, 166, 82, 40, "test")
    drawing.arrow((93, 126), train.n)
    drawing.arrow((218, 126), valid.n)
    drawing.arrow((300, 126), (300, 166))
    fit = drawing.box(
        "parameters", 14, 248, 158, 62, "fit means,\nvocabulary, weights"
    )
    choose = drawing.box(
        "control", 54, 354, 196, 62, "choose the epoch and\nhyperparameters"
    )
    drawing.box("loss", 132, 460, 214, 40, "report the score once")
    drawing.arrow(train.s, fit.n)
    drawing.arrow((218, 206), (218, 354))
    drawing.arrow(test.s, (305, 460))
    drawing.arrow((130, 310), (130, 354), label="score", side="right")
    drawing.arrow(
        choose.w, (28, 385), (28, 310), kind="control", label="", side="right"
    )
    drawing.text(38, 340, "again", kind="control")
    drawing.arrow((200, 416), (200, 460), label="chosen", side="left")
    drawing.text(
        14,
        530,
        "Leaks: a scaler fitted on all rows, a person\n"
        "in two splits, choosing on the test split",
        kind="loss",
    )
    return drawing
