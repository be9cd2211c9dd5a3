"""Scaled dot-product attention of three tokens, computed with numbers."""

import numpy as np

from course.drawings.canvas import Drawing
from course.drawings.numbers import cells, listed, number

TOKENS = ["the", "cat", "sat"]
Q = np.array([[1, 2], [0, 1], [1, 0]])
K = np.array([[1, 2], [0, 1], [2, 1]])
V = np.array([[6, 4], [0, 6], [8, 2]])
WIDE = (46, 32)
SHOWN = 1  # the token that the alt text follows


def draw() -> Drawing:
    """Draw queries, keys and values, then scores, weights and outputs."""
    d = Q.shape[1]
    scores = Q @ K.T / np.sqrt(d)
    exps = np.exp(scores)
    weights = exps / exps.sum(axis=1, keepdims=True)
    outputs = weights @ V
    drawing = Drawing(
        "Attention",
        f"""Scaled dot-product attention of three tokens, {listed(TOKENS)},
        with d = {d}. Each has a query q, a key k and a value v, the rows of
        three tensors of shape (3, {d}). The scores are the products of each
        query with each key, divided by the square root of {d}, of shape
        (3, 3). A softmax makes each row sum to 1: these are the attention
        weights. The output of a token is the weighted sum of the values, of
        shape (3, {d}). For {TOKENS[SHOWN]}, the query {listed(Q[SHOWN])} gives
        the scores {listed(number(s, 2) for s in scores[SHOWN])}, the weights
        {listed(number(w, 2) for w in weights[SHOWN])}, and the output
        {listed(number(a, 1) for a in outputs[SHOWN])}.""",
        606,
    )
    size = (36, 30)
    for x, name, array in ((50, "q", Q), (150, "k", K), (270, "v", V)):
        drawing.text(x, 26, f"*{name}* (3, {d})")
        drawing.grid("data", x, 36, cells(array), size)
    tokens(drawing, 36, size[1])
    tokens(drawing, 182, WIDE[1])
    grid = drawing.grid("data", 50, 182, cells(scores, 2), WIDE).place
    drawing.arrow((86, 126), (86, grid.y))
    drawing.arrow((186, 126), (186, 144), (150, 144), (150, grid.y))
    drawing.text(78, 160, f"*q k*^T/√{d}", "end")
    drawing.text(196, 236, "scores\n(3, 3)")
    soft = drawing.box("operation", 50, 312, 138, 34, "softmax of rows")
    drawing.arrow(grid.s, soft.n)
    drawing.arrow(soft.s, (119, 380))
    bold = [(SHOWN, column) for column in range(3)]
    made = drawing.grid("data", 50, 380, cells(weights, 2), WIDE, bold=bold)
    tokens(drawing, 380, WIDE[1])
    drawing.text(14, 496, "attention weights (3, 3):\neach row sums to 1")
    times = drawing.circle("operation", 306, made.place.centre[1], "×")
    drawing.arrow(made.place.e, times.w)
    drawing.arrow((306, 126), times.n)
    bold = bold[:d]
    drawing.grid("data", 260, 480, cells(outputs, 1), WIDE, bold=bold)
    drawing.arrow(times.s, (306, 480))
    drawing.text(252, 594, f"output (3, {d})")
    return drawing


def tokens(drawing: Drawing, y: float, high: float) -> None:
    """Write the tokens left of the rows of a grid."""
    for row, token in enumerate(TOKENS):
        drawing.text(14, y + high * (row + 0.5) + 5.5, token)
