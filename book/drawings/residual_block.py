"""A residual block: two convolutions, and the way around them."""

from course.drawings.canvas import Drawing

SHAPE = "(batch, 64, 32, 32)"


def draw() -> Drawing:
    """Draw the block from top to bottom, the shortcut on the right."""
    drawing = Drawing(
        "Residual block",
        f"""A residual block. The input x of shape {SHAPE} takes two ways. One
        goes through a 3 by 3 convolution, batch norm, ReLU, a second 3 by 3
        convolution and batch norm, which compute F(x). The other, the
        shortcut, leaves x unchanged. Both have the same shape and are added:
        F(x) + x, then ReLU. In the backward pass the gradient also takes the
        shortcut, so it reaches x without passing a layer.""",
        660,
    )
    boxes = drawing.column(
        30,
        14,
        176,
        [
            ("data", "*x*", SHAPE),
            ("parameters", "conv 3×3, 64", ""),
            ("parameters", "batch norm", ""),
            ("operation", "ReLU", SHAPE),
            ("parameters", "conv 3×3, 64", ""),
            ("parameters", "batch norm", "*F*(*x*)"),
        ],
    )
    plus = drawing.circle("operation", 118, 494, "+", 17)
    drawing.arrow(boxes[-1].s, plus.n, label="*F*(*x*)")
    drawing.arrow(boxes[0].e, (306, 33), (306, 494), plus.e)
    drawing.text(298, 176, "shortcut: *x*", "end")
    relu = drawing.box("operation", 30, 546, 176, 38, "ReLU")
    end = drawing.box("data", 30, 614, 176, 38, "output")
    drawing.arrow(plus.s, relu.n, label="*F*(*x*) + *x*")
    drawing.arrow(relu.s, end.n, label=SHAPE)
    drawing.arrow((330, 494), (330, 33), kind="loss")
    drawing.text(352, 518, "gradient", "end", "loss")
    return drawing
