"""One step of an LSTM: gates, cell state and hidden state."""

from course.drawings.canvas import Drawing

GATES = {96: "forget", 160: "input", 220: "new", 280: "output"}


def draw() -> Drawing:
    """Draw the cell state on top, and the gates that change it below."""
    drawing = Drawing(
        "LSTM cell",
        """One step of an LSTM cell. The hidden state and the input, side by
        side, go into four small layers with parameters: the forget gate f, the
        input gate i and the output gate o, with sigmoids between 0 and 1, and
        the new content g, with tanh. The cell state of the step before is
        multiplied by f, then i times g is added: this is the new cell state.
        Its tanh times o is the new hidden state. The cell state passes only a
        product and a sum. Cell and hidden state have the shape (N, hidden),
        the input (N, input).""",
        448,
    )
    old = drawing.box("data", 8, 40, 58, 38, "*c*_{t−1}")
    forget = drawing.circle("operation", 96, 59, "×")
    plus = drawing.circle("operation", 190, 59, "+")
    new = drawing.box("data", 300, 40, 52, 38, "*c*_t")
    mixed = drawing.circle("operation", 190, 140, "×")
    tanh = drawing.box("operation", 250, 100, 60, 34, "tanh")
    out = drawing.circle("operation", 280, 172, "×", 14)
    hidden = drawing.box("data", 312, 153, 40, 38, "*h*_t")
    below = drawing.box("data", 8, 258, 58, 62, "*h*_{t−1}\n*x*_t")
    drawing.arrow(old.e, forget.w)
    drawing.arrow(forget.e, plus.w)
    drawing.arrow(plus.e, new.w)
    drawing.arrow((280, 59), tanh.n)
    drawing.arrow(tanh.s, out.n)
    drawing.arrow(out.e, hidden.w)
    drawing.arrow(below.e, (273, 289), head=False)
    for x, name in GATES.items():
        words = "tanh" if name == "new" else "σ"
        gate = drawing.box("parameters", x - 25, 214, 50, 36, words)
        drawing.arrow((x, 289), gate.s)
        drawing.text(x, 312, name, "middle")
    drawing.arrow((96, 214), forget.s, label="*f*")
    drawing.arrow((160, 214), (160, 140), mixed.w, label="*i*", side="left")
    drawing.arrow((220, 214), (220, 140), mixed.e, label="*g*")
    drawing.arrow((280, 214), out.s, label="*o*")
    drawing.arrow(mixed.n, plus.s)
    drawing.text(14, 26, "cell state, (N, hidden)")
    drawing.text(14, 360, "*c*_t = *f* · *c*_{t−1} + *i* · *g*")
    drawing.text(14, 388, "*h*_t = *o* · tanh(*c*_t)")
    drawing.text(14, 416, "*x*_t: (N, input)   *h*_t, *c*_t: (N, hidden)")
    return drawing
