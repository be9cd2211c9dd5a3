"""Forward values and backward gradients of a squared error."""

from course.drawings.canvas import Drawing

X, W, B, Y = 2, 3, 1, 5
ROWS = {"×": 46, "+": 156, "−": 266}
ELL = "\N{SCRIPT SMALL L}"  # the squared error of one example
MIDDLE = 214  # the x of the chain of operations


def draw() -> Drawing:
    """Draw a chain of four operations; parameters left, data right."""
    product = W * X
    p = product + B
    error = p - Y
    loss = error**2
    d_error = 2 * error  # the derivative of the square
    d_w = d_error * X
    drawing = Drawing(
        "Computation graph",
        f"""Computation graph of the squared error {ELL} = (w x + b - y)^2 of
        one example. Forward, from top to bottom: w = {W} times x = {X} is
        {product}, plus b = {B} is the prediction p = {p}, minus the target
        y = {Y} is {error}, squared it is {ELL} = {loss}. Backward, from
        bottom to top, each operation multiplies the gradient by its own
        derivative: it is 1 for {ELL} itself; 1 times 2 (p - y) is
        {d_error}; minus and plus have derivative 1, so it stays {d_error},
        and {d_error} is the gradient for b; {d_error} times x is {d_w}, the
        gradient for w. x and y are data and get no gradient.""",
        606,
    )
    spots = [
        drawing.circle("operation", MIDDLE, y, sign, 18)
        for sign, y in ROWS.items()
    ]
    square = drawing.box("operation", MIDDLE - 34, 360, 68, 36, "(·)^2")
    end = drawing.box(
        "loss", MIDDLE - 56, 464, 112, 40, f"*{ELL}* = {loss}", bold=True
    )
    chain = [*spots, square, end]
    values = [f"{product}", f"*p* = {p}", f"*p* − *y* = {error}", ""]
    slopes = [f"{d_error} · 1 = {d_error}"] * 2
    slopes += [f"1 · 2(*p* − *y*) = {d_error}", "1"]
    for one, after, value, slope in zip(
        chain, chain[1:], values, slopes, strict=False
    ):
        top, low = one.bottom - 1, after.y
        drawing.arrow((MIDDLE + 8, top), (MIDDLE + 8, low), label=value)
        drawing.arrow(
            (MIDDLE - 8, low),
            (MIDDLE - 8, top),
            kind="loss",
            label=slope,
            side="left",
        )
    slope_w = f"∂*{ELL}*/∂*w* = {d_error} · *x* = {d_w}"
    slope_b = f"∂*{ELL}*/∂*b* = {d_error} · 1 = {d_error}"
    parameter(drawing, "×", f"*w* = {W}", slope_w)
    parameter(drawing, "+", f"*b* = {B}", slope_b)
    datum(drawing, "×", f"*x* = {X}")
    datum(drawing, "−", f"*y* = {Y}")
    drawing.arrow((20, 546), (60, 546))
    drawing.text(70, 551, "forward: values")
    drawing.arrow((60, 576), (20, 576), kind="loss")
    drawing.text(70, 581, "backward: gradients", kind="loss")
    return drawing


def parameter(drawing: Drawing, sign: str, words: str, slope: str) -> None:
    """Draw a parameter left of its operation, and below it its gradient."""
    y = ROWS[sign]
    box = drawing.box("parameters", 14, y - 18, 96, 36, words)
    drawing.arrow((box.right, y - 7), (MIDDLE - 17, y - 7))
    drawing.arrow((MIDDLE - 17, y + 7), (box.right, y + 7), kind="loss")
    drawing.text(box.x, y + 38, slope, kind="loss")


def datum(drawing: Drawing, sign: str, words: str) -> None:
    """Draw an input or target right of its operation."""
    box = drawing.box("data", 268, ROWS[sign] - 18, 78, 36, words)
    drawing.arrow(box.w, (MIDDLE + 18, ROWS[sign]))
