"""A table minus the means of its columns: shapes are aligned from the right."""

import numpy as np

from course.drawings.canvas import Drawing
from course.drawings.numbers import cells, listed

X = np.array([[2, 5, 1, 8], [4, 5, 3, 2], [6, 8, 2, 5]])
CELL = (37, 30)
PAIRS = {  # where each is drawn
    350: ((265, 10), (10,)),
    440: ((265, 1), (265,)),
    558: ((265, 10), (265,)),
}


def draw() -> Drawing:
    """Draw the two tensors, the difference, and how shapes are compared."""
    mean = X.mean(axis=0).astype(int)  # whole numbers, by choice of X
    centred = X - mean
    rows, columns = X.shape
    drawing = Drawing(
        "Broadcasting",
        f"""Broadcasting. x has shape ({rows}, {columns}), and the means of its
        columns, {listed(mean)}, have shape ({columns},). For x - mean, the
        row of means is used for each of the {rows} rows of x, without a copy.
        The result has shape ({rows}, {columns}); its first row is
        {listed(centred[0])}. Shapes are lined up from the right: two sizes
        fit if they are equal, or one is 1, or one is missing. So (265, 10)
        and (10,) give (265, 10). (265, 1) and (265,) give (265, 265), every
        row with every row: marked in red, because there is no error, and it
        is seldom what was meant. (265, 10) and (265,) give an error, because
        10 is not 265.""",
        632,
    )
    drawing.text(14, 26, f"*x* ({rows}, {columns})")
    drawing.text(198, 26, f"mean ({columns},)")
    drawing.grid("data", 14, 36, cells(X), CELL)
    drawing.text(180, 86, "−", "middle", bold=True)
    again = {(row, column): "plain" for row in (1, 2) for column in range(4)}
    repeated = cells(np.broadcast_to(mean, X.shape))
    drawing.grid("data", 198, 36, repeated, CELL, again)
    drawing.text(198, 148, "grey: repeated,\nnot copied")
    drawing.arrow((180, 98), (180, 202))
    drawing.text(14, 192, f"*x* − mean ({rows}, {columns})")
    drawing.grid("data", 106, 204, cells(centred), CELL)
    drawing.text(14, 334, "Line shapes up from the right:", bold=True)
    for y, (one, other) in PAIRS.items():
        pair(drawing, y, one, other)
    return drawing


def pair(
    drawing: Drawing, y: float, one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    """Draw two shapes below one another, and what comes of them."""
    size = (44, 30)
    drawing.text(14, y + 25, f"{one}\nand {other}")
    try:
        result = np.broadcast_shapes(one, other)
    except ValueError:
        result = ()
    shapes = [[f"{n}" for n in one], ["", *(f"{n}" for n in other)]]
    kinds = {} if result else {(0, 1): "loss", (1, 1): "loss"}
    grid = drawing.grid("plain", 128, y, shapes, size, kinds)
    end = (252, grid.place.centre[1])
    drawing.arrow((grid.place.right + 4, end[1]), end)
    if result:
        sizes = [[f"{n}" for n in result]]
        meant = result == one  # else both tensors were repeated
        kind = "data" if meant else "loss"
        drawing.grid(kind, 257, end[1] - 15, sizes, size)
        if not meant:
            words = "no error, but every row with every row"
            drawing.text(346, y + 84, words, "end", kind="loss")
    else:
        drawing.text(262, end[1] + 5.5, "error", kind="loss", bold=True)
