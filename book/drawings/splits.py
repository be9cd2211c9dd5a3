"""Training, validation and test split: what each is for."""

from course.drawings.canvas import Drawing


def draw() -> Drawing:
    """Draw the forms, the three splits, and the one way through them."""
    drawing = Drawing(
        "Training, validation and test split",
        """What each split is for. 14 forms of handwritten digits are split
        first, a form as a whole: 8 forms are the training split, 3 the
        validation split, 3 the test split. Means, vocabulary and weights are
        fitted on the training split only. The model is scored on the
        validation split, and the score chooses the epoch and the
        hyperparameters; then it is fitted again. The test split is used once,
        to report the score of the model that was chosen. Leaks are: a scaler
        fitted on all rows, a form in two splits, and choosing on the test
        split.""",
        586,
    )
    rows = drawing.box("data", 14, 14, 332, 36, "14 forms")
    rule = drawing.box("control", 60, 82, 240, 36, "split: whole forms")
    drawing.arrow(rows.s, rule.n)
    train = drawing.box("data", 14, 158, 150, 58, "training\n8 forms")
    valid = drawing.box("heldout", 172, 158, 90, 58, "validation\n3 forms")
    test = drawing.box("heldout", 270, 158, 76, 58, "test\n3 forms")
    for split in (train, valid):
        drawing.arrow((split.centre[0], 118), split.n)
    drawing.arrow((282, 118), (282, 158))
    fit = drawing.box(
        "parameters", 14, 254, 168, 58, "fit means,\nvocabulary, weights"
    )
    choose = drawing.box(
        "control",
        54,
        362,
        208,
        78,
        "score, then choose\nthe epoch and\nhyperparameters",
    )
    once = drawing.box("plain", 132, 482, 214, 38, "report the score, once")
    drawing.arrow(train.s, (89, fit.y))
    drawing.arrow(valid.s, (217, choose.y))
    drawing.arrow(test.s, (308, once.y))
    drawing.arrow((130, fit.bottom), (130, choose.y), label="model")
    drawing.arrow(choose.w, (28, 401), (28, fit.bottom), kind="control")
    drawing.text(38, 342, "again", kind="control")
    drawing.arrow(
        (200, choose.bottom), (200, once.y), label="chosen model", side="left"
    )
    drawing.text(
        14,
        550,
        "Leaks: a scaler fitted on all rows, a form\n"
        "in two splits, choosing on the test split",
        kind="loss",
    )
    return drawing
