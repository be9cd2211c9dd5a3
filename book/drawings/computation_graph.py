"""Forward values and backward gradients of a squared error."""

from course.drawings.canvas import Drawing

X, W, B, T = 2, 3, 1, 5


def draw() -> Drawing:
    """Draw a chain of four operations; parameters left, data right."""
    product = W * X
    output = product + B
    error = output - T
    loss = error**2
    d_error = 2 * error  # the slope of the square; + and - hand it on
    d_w, d_x = d_error * X, d_error * W
    drawing = Drawing(
        "Computation graph",
        f"""Computation graph of the loss L = (w x + b - t) squared.
        Forward, from top to bottom: w = {W} times x = {X} is {product}, plus
        b = {B} is {output}, minus t = {T} is {error}, squared is the loss
        {loss}. Backward, from bottom to top: the gradient of the loss is 1
        for itself, {d_error} below the square, and {d_error} again through
        minus and plus, so {d_error} for b; times x it is {d_w} for w, times w
        it is {d_x} for x.""",
        540,
    )
    rows = {"×": 46, "+": 146, "−": 246}
    spots = {
        sign: drawing.circle("operation", 180, y, sign, 18)
        for sign, y in rows.items()
    }
    square = drawing.box("operation", 146, 330, 68, 36, "(·)^2")
    end = drawing.box("loss", 124, 430, 112, 40, f"*L* = {loss}", bold=True)
    leaf(
        drawing, "parameters", 14, rows["×"], f"*w* = {W}", f"∂*L*/∂*w* = {d_w}"
    )
    leaf(drawing, "data", 250, rows["×"], f"*x* = {X}", f"∂*L*/∂*x* = {d_x}")
    leaf(
        drawing,
        "parameters",
        14,
        rows["+"],
        f"*b* = {B}",
        f"∂*L*/∂*b* = {d_error}",
    )
    leaf(drawing, "data", 250, rows["−"], f"*t* = {T}", "")
    chain = [*spots.values(), square, end]
    values = [product, output, error, ""]
    slopes = [d_error, d_error, d_error, 1]
    for one, after, value, slope in zip(
        chain, chain[1:], values, slopes, strict=False
    ):
        into, out = one.s, after.n
        drawing.arrow(
            (188, into[1] - 1), (188, out[1]), label=f"{value}", side="right"
        )
        drawing.arrow(
            (172, out[1]),
            (172, into[1]),
            kind="loss",
            label=f"{slope}",
            side="left",
        )
    drawing.arrow((20, 508), (60, 508))
    drawing.text(70, 513, "forward: values")
    drawing.arrow((242, 508), (202, 508), kind="loss")
    drawing.text(252, 513, "gradients", kind="loss")
    return drawing


def leaf(
    drawing: Drawing, kind: str, x: float, y: float, words: str, slope: str
) -> None:
    """Draw an input of the operation at height `y`, and its gradient."""
    box = drawing.box(kind, x, y - 18, 96, 36, words)
    left = x < 180
    near, far = (box.right, 163) if left else (box.x, 197)
    if not slope:
        drawing.arrow((near, y), (far, y))
        return
    drawing.arrow((near, y - 7), (far, y - 7))
    drawing.arrow((far, y + 7), (near, y + 7), kind="loss")
    drawing.text(box.centre[0], y + 38, slope, "middle", "loss")
