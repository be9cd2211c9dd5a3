"""Numbers and categories of a table become one vector."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

NUMBERS = ["age", "hours"]
CATEGORIES = {"workclass": (9, 4), "occupation": (15, 6)}  # levels, dim
DIMS = [len(NUMBERS), *(dim for _, dim in CATEGORIES.values())]
WIDE, GAP, IN = 104, 10, 18  # IN: how far from its left an arrow leaves a box


def draw() -> Drawing:
    """Draw columns on top, and their way into one network."""
    total = sum(DIMS)
    first, second = (f"{rows} × {dim}" for rows, dim in CATEGORIES.values())
    levels = [rows for rows, _ in CATEGORIES.values()]
    drawing = Drawing(
        "Embeddings and feature fusion",
        f"""How a network reads a table with numbers and categories. The
        columns age and hours are numbers, of shape (batch, {DIMS[0]}): they
        are standardised with means and standard deviations of the training
        split. The column workclass has {levels[0]} levels and occupation has
        {levels[1]}: each level is an index into an embedding, a learned table
        of {first} and of {second} numbers, which gives vectors of shape
        (batch, {DIMS[1]}) and (batch, {DIMS[2]}). Fusion: all are concatenated
        to one vector of shape (batch, {total}). An MLP makes logits of shape
        (batch, classes) of it. The gradient of the loss trains the MLP and the
        embeddings.""",
        536,
    )
    names = ["\n".join(NUMBERS), *CATEGORIES]
    words = ["standardise", f"embedding\n{first}", f"embedding\n{second}"]
    codes = [f"(batch, {DIMS[0]})", "(batch,)", "(batch,)"]
    cells = drawing.grid("data", 14, 226, [[""] * total], (332 / total, 32))
    fused = cells.place
    for place in range(3):
        x = 14 + (WIDE + GAP) * place
        drawing.box("data", x, 14, WIDE, 58, names[place])
        kind = "parameters" if place else "operation"
        part = drawing.box(kind, x, 112, WIDE, 58, words[place])
        drawing.arrow((x + IN, 72), (x + IN, 112), label=codes[place])
        told = f"(batch, {DIMS[place]})"
        drawing.arrow((x + IN, part.bottom), (x + IN, fused.y), label=told)
        start = cells.cell(0, sum(DIMS[:place]))
        drawing.frame(
            Rect(start.x, start.y, start.width * DIMS[place], 32), "data"
        )
        if place:
            back = part.right - 5
            drawing.arrow((back, fused.y), (back, part.bottom), kind="loss")
    mlp = drawing.box("parameters", 14, 312, 332, 40, "MLP")
    loss = drawing.box("loss", 14, 400, 332, 40, "loss")
    told = f"concatenated (batch, {total})"
    for above, below, label in (
        (fused, mlp, told),
        (mlp, loss, "logits (batch, classes)"),
    ):
        drawing.arrow((32, above.bottom), (32, below.y), label=label)
        drawing.arrow((328, below.y), (328, above.bottom), kind="loss")
    drawing.text(
        14,
        474,
        "The gradient also trains the embeddings;\n"
        "means and standard deviations come from\n"
        "the training split.",
    )
    return drawing
