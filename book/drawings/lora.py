"""LoRA: a frozen matrix, and beside it two small ones that are trained."""

from course.drawings.canvas import Drawing

D, RANK = 384, 8


def draw() -> Drawing:
    """Draw the frozen way left, and the low-rank way right."""
    frozen, trained = D * D, 2 * D * RANK
    share = trained / frozen
    shape = f"(batch, tokens, {D})"
    drawing = Drawing(
        "LoRA",
        f"""LoRA, low-rank adaptation of one linear layer. The input x of shape
        {shape} takes two ways. One goes through the pretrained weight W, {D}
        by {D}, which is frozen. The other goes through A, which takes {D}
        numbers to {RANK}, the rank r, and B, which takes {RANK} back to {D};
        its result is scaled by alpha / r. Both are added. B starts at zero, so
        training starts from the pretrained model. Only A and B are trained:
        {trained:,} parameters instead of {frozen:,}, that is {100 * share:.1f}
        %. The gradient of the loss changes A and B only.""",
        560,
    )
    x = drawing.box("data", 14, 14, 332, 38, f"*x*  {shape}")
    weight = drawing.box(
        "parameters",
        14,
        104,
        150,
        170,
        f"*W*, frozen\n{D} × {D}\n= {frozen:,}",
        faint=True,
    )
    down = drawing.box(
        "parameters", 196, 104, 150, 58, f"*A*: {D} → {RANK}\ntrained"
    )
    up = drawing.box(
        "parameters", 196, 216, 150, 58, f"*B*: {RANK} → {D}\nstarts at 0"
    )
    plus = drawing.circle("operation", 89, 400, "+")
    scale = drawing.box("operation", 211, 310, 120, 36, "× *α* / *r*")
    for part in (weight, down):
        drawing.arrow((part.n[0], x.bottom), part.n)
    drawing.arrow(down.s, up.n, label=f"*r* = {RANK}")
    drawing.arrow(up.s, scale.n)
    drawing.arrow(weight.s, plus.n, label="*W x*")
    drawing.arrow(scale.s, (271, 400), plus.e)
    drawing.text(263, 392, "(*α*/*r*) *B A x*", "end")
    end = drawing.box("data", 14, 446, 332, 38, f"output  {shape}")
    drawing.arrow(plus.s, (89, end.y))
    drawing.text(
        14,
        514,
        f"Trained: *A* and *B*, {trained:,} parameters,\n"
        f"{100 * share:.1f} % of the {frozen:,} of *W*",
    )
    return drawing
