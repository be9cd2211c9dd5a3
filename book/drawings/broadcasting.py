"""A matrix plus a row: shapes are aligned from the right."""

import numpy as np

from course.drawings.canvas import Drawing

X = np.arange(12).reshape(3, 4)
B = np.array([10, 20, 30, 40])
CELL = (37, 30)


def draw() -> Drawing:
    """Draw the two tensors, the sum, and how shapes are compared."""
    total = X + B
    drawing = Drawing(
        "Broadcasting",
        f"""Broadcasting. x has shape (3, 4) and b has shape (4). For x + b, the
        row b is used for each of the three rows of x, without a copy. The sum
        has shape (3, 4); its first row is {listed(total[0])}. Shapes are
        compared from the right: two sizes fit if they are equal, or one is 1,
        or one is missing. So (3, 4) and (4) fit, (3, 4) and (3, 1) fit, and
        (3, 4) and (3) do not: 4 is not 3.""",
        612,
    )
    drawing.text(14, 26, "*x*  (3, 4)")
    drawing.text(198, 26, "*b*  (4), used for 3 rows")
    drawing.grid("data", 14, 36, told(X), CELL)
    drawing.text(180, 86, "+", "middle", bold=True)
    again = {(row, column): "plain" for row in (1, 2) for column in range(4)}
    rows = told(np.broadcast_to(B, X.shape))
    drawing.grid("parameters", 198, 36, rows, CELL, again)
    drawing.arrow((180, 136), (180, 172))
    drawing.text(106, 192, "*x* + *b*  (3, 4)")
    drawing.grid("data", 106, 202, told(total), CELL)
    drawing.text(14, 330, "Compare shapes from the right:", bold=True)
    pair(drawing, 346, "(3, 4) and (4)", [["3", "4"], ["", "4"]], "3 4")
    pair(drawing, 434, "(3, 4) and (3, 1)", [["3", "4"], ["3", "1"]], "3 4")
    pair(drawing, 522, "(3, 4) and (3)", [["3", "4"], ["", "3"]], "")
    return drawing


def pair(
    drawing: Drawing, y: float, words: str, shapes: list[list[str]], result: str
) -> None:
    """Draw two shapes below one another, and what comes of them."""
    drawing.text(14, y + 35, words)
    kinds = {} if result else {(0, 1): "loss", (1, 1): "loss"}
    grid = drawing.grid("plain", 166, y, shapes, (32, 30), kinds)
    end = (282, grid.place.centre[1])
    drawing.arrow((grid.place.right + 4, end[1]), end)
    if result:
        drawing.grid("data", 286, end[1] - 15, [result.split()], (32, 30))
    else:
        drawing.text(290, end[1] + 5.5, "error", kind="loss", bold=True)


def told(array: np.ndarray) -> list[list[str]]:
    """Return the entries as text."""
    return [[str(entry) for entry in row] for row in array]


def listed(row: np.ndarray) -> str:
    """Return the entries of a row in a sentence."""
    return ", ".join(map(str, row[:-1])) + f" and {row[-1]}"
