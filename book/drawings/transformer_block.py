"""A transformer block: two branches that add to the residual stream."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

STREAM = 44  # the x of the residual stream
LEFT, WIDE = 132, 214
SHAPE = "(batch, tokens, *d*)"


def draw() -> Drawing:
    """Draw the stream on the left, attention and MLP beside it."""
    drawing = Drawing(
        "Transformer block",
        """A transformer block. The input x of shape (batch, tokens, d) goes
        straight down, as the residual stream. Two branches read it and add to
        it. The first: layer norm, then self-attention, where tokens exchange
        information; its output is added. The second: layer norm, then an MLP,
        a linear layer from d to 4 d, GELU, and a linear layer back to d, for
        each token alone; its output is added. The output has the shape of the
        input. This is the pre-norm order of GPT-2; in BERT the layer norm
        comes after each sum.""",
        586,
    )
    start = drawing.box("data", 14, 14, 332, 38, f"*x*  {SHAPE}")
    attention = branch(drawing, 98, 76, "self-attention,\nbetween tokens", 58)
    mlp = branch(
        drawing,
        310,
        288,
        "MLP, each token alone:\n*d* → 4*d*, GELU, 4*d* → *d*",
        58,
    )
    end = drawing.box("data", 14, 502, 332, 38, f"output  {SHAPE}")
    drawing.arrow((STREAM, start.bottom), attention.n)
    drawing.arrow(attention.s, mlp.n)
    drawing.arrow(mlp.s, (STREAM, end.y))
    drawing.text(STREAM + 10, 334, "residual\nstream")
    drawing.text(14, 568, "BERT: layer norm after each sum instead")
    return drawing


def branch(
    drawing: Drawing, y: float, top: float, words: str, high: float
) -> Rect:
    """Draw a branch that leaves the stream at `y`; return where it ends."""
    norm = drawing.box("parameters", LEFT, top, WIDE, 40, "layer norm")
    part = drawing.box("parameters", LEFT, top + 72, WIDE, high, words)
    low = part.bottom + 36
    plus = drawing.circle("operation", STREAM, low, "+")
    drawing.arrow((STREAM, norm.centre[1]), norm.w)
    drawing.arrow(norm.s, part.n)
    drawing.arrow(part.s, (part.s[0], low), plus.e)
    return plus
