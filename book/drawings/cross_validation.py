"""Cross-validation: every fold is held out once; the test split is apart."""

from course.drawings.canvas import Drawing

FOLDS = 5
CELL, LEFT, TOP, STEP = (42, 30), 14, 84, 40


def draw() -> Drawing:
    """Draw a row for each fit, and what its scores are for."""
    drawing = Drawing(
        "Cross-validation",
        f"""Cross-validation with {FOLDS} folds. First the test split is set
        apart. The other rows are cut into {FOLDS} folds, with whole groups in
        one fold. {FOLDS} models are fitted: each time another fold is held
        out for validation, and the model is trained on the other
        {FOLDS - 1} and gives a score. The mean of the {FOLDS} scores, with
        their spread, chooses the hyperparameters. Then one model is fitted on
        all {FOLDS} folds, and scored on the test split, once.""",
        528,
    )
    drawing.text(14, 26, f"{FOLDS} folds: whole groups")
    numbers = [[f"{fold + 1}" for fold in range(FOLDS)]]
    drawing.grid("data", LEFT, 36, numbers, CELL)
    test = drawing.box("heldout", 276, 36, 70, 30, "test")
    right = LEFT + CELL[0] * FOLDS
    for fold in range(FOLDS):
        y = TOP + STEP * fold
        kinds = {(0, fold): "heldout"}
        grid = drawing.grid("data", LEFT, y, [[""] * FOLDS], CELL, kinds)
        drawing.arrow(grid.place.e, (right + 24, y + 15))
        drawing.text(right + 30, y + 20.5, f"*s*_{fold + 1}")
    low = TOP + STEP * FOLDS
    boxes = [
        drawing.box(
            "control",
            14,
            low + 34,
            290,
            58,
            "mean and spread of the scores:\nchoose hyperparameters",
        ),
        drawing.box(
            "parameters",
            14,
            low + 126,
            290,
            38,
            f"fit again on all {FOLDS} folds",
        ),
    ]
    once = drawing.box(
        "plain", 14, low + 198, 332, 38, "score on the test split, once"
    )
    drawing.arrow((right + 38, low - 6), (right + 38, boxes[0].y))
    drawing.text(14, low + 20, "dashed: held out")
    drawing.arrow(boxes[0].s, boxes[1].n)
    drawing.arrow(boxes[1].s, (boxes[1].s[0], once.y))
    drawing.arrow((328, test.bottom), (328, once.y))
    return drawing
