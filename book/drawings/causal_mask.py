"""The causal mask: later tokens are hidden before the softmax."""

import numpy as np

from course.drawings.canvas import Drawing
from course.drawings.numbers import cells, listed, number

TOKENS = ["the", "cat", "sat", "down"]
SCORES = np.array([[1, 3, 0, 2], [2, 1, 4, 0], [0, 2, 1, 3], [1, 0, 2, 1]])
SIZE, LEFT = (52, 32), 62
SHOWN = 2


def draw() -> Drawing:
    """Draw scores with the mask, and the attention weights below."""
    count = len(TOKENS)
    later = np.triu(np.ones((count, count), dtype=bool), k=1)
    masked = np.where(later, -np.inf, SCORES)
    weights = np.exp(masked) / np.exp(masked).sum(axis=1, keepdims=True)
    seen = listed(number(w, 2) for w in weights[SHOWN, : SHOWN + 1])
    drawing = Drawing(
        "Causal mask",
        f"""The causal mask of {count} tokens, {listed(TOKENS)}. Scores have
        the shape (tokens, tokens): a row is the token that looks, a column the
        token that it looks at. Above the diagonal, where a token would look
        at later ones, the score is replaced by minus infinity. After the
        softmax those attention weights are 0, and each row still sums to 1:
        the row of {TOKENS[SHOWN]} has {seen}, and 0. So each position can
        be trained to predict its next token, {listed(TOKENS[1:])}, without
        seeing it.""",
        510,
    )
    kinds = dict.fromkeys(zip(*np.nonzero(later), strict=True), "control")
    drawing.text(14, 26, "scores (tokens, tokens), masked")
    high = SIZE[1] * count
    for y, array, digits in ((62, masked, 0), (300, weights, 2)):
        grid = drawing.grid("data", LEFT, y, cells(array, digits), SIZE, kinds)
        for place, token in enumerate(TOKENS):
            middle = grid.cell(place, 0).centre[1] + 5.5
            drawing.text(LEFT - 8, middle, token, "end")
            above = grid.cell(0, place).centre[0]
            drawing.text(above, y - 9, token, "middle")
    soft = drawing.box(
        "operation", LEFT + 44, 62 + high + 26, 120, 34, "softmax"
    )
    drawing.arrow((soft.n[0], 62 + high), soft.n)
    drawing.arrow(soft.s, (soft.s[0], 276))
    drawing.text(14, 456, "attention weights: each row sums to 1,")
    drawing.text(14, 478, "and a token sees no later one")
    for place, token in enumerate(TOKENS[1:]):
        middle = 300 + SIZE[1] * (place + 0.5)
        drawing.arrow((LEFT + 210, middle), (LEFT + 230, middle))
        drawing.text(LEFT + 236, middle + 5.5, token)
    drawing.text(346, 291, "predicts", "end")
    return drawing
