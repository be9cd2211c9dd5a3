"""One step of an LSTM: gates, cell state and hidden state."""

from course.drawings.canvas import Drawing

GATES = {88: "forget", 148: "input", 212: "candidate", 278: "output"}


def draw() -> Drawing:
    """Draw the cell state on top, and the gates that change it below."""
    drawing = Drawing(
        "LSTM cell",
        """One step of an LSTM cell. The hidden state of the step before and the
        input, side by side, go into four small layers with parameters: the
        forget gate f, the input gate i and the output gate o, with sigmoids
        between 0 and 1, and the candidate g, with tanh. The cell state of the
        step before is multiplied by f, element by element, then i times g is
        added: this is the new cell state. Its tanh times o is the new hidden
        state. The cell state passes only a product and a sum. Cell and hidden
        state have the shape (batch, hidden), the input (batch, features).""",
        474,
    )
    old = drawing.box("data", 8, 40, 54, 38, "*c*_{t−1}")
    forget = drawing.circle("operation", 88, 59, "×")
    plus = drawing.circle("operation", 180, 59, "+")
    new = drawing.box("data", 306, 40, 46, 38, "*c*_t")
    mixed = drawing.circle("operation", 180, 140, "×")
    tanh = drawing.box("operation", 248, 96, 60, 34, "tanh")
    out = drawing.circle("operation", 278, 168, "×", 14)
    hidden = drawing.box("data", 312, 149, 40, 38, "*h*_t")
    below = drawing.box("data", 8, 258, 54, 62, "*h*_{t−1}\n*x*_t")
    drawing.arrow(old.e, forget.w)
    drawing.arrow(forget.e, plus.w)
    drawing.arrow(plus.e, new.w)
    drawing.arrow((278, 59), tanh.n)
    drawing.arrow(tanh.s, out.n)
    drawing.arrow(out.e, hidden.w)
    drawing.arrow(below.e, (278.8, 289), head=False)
    for x, name in GATES.items():
        words = "tanh" if name == "candidate" else "σ"
        gate = drawing.box("parameters", x - 25, 214, 50, 36, words)
        drawing.arrow((x, 289), gate.s)
        drawing.text(x, 312, name, "middle")
    drawing.arrow((88, 214), forget.s, label="*f*")
    drawing.arrow((148, 214), (148, 140), mixed.w, label="*i*", side="left")
    drawing.arrow((212, 214), (212, 140), mixed.e, label="*g*")
    drawing.arrow((278, 214), out.s, label="*o*")
    drawing.arrow(mixed.n, plus.s)
    drawing.text(14, 26, "cell state")
    lines = [
        "*f* = σ(*W*_f [*h*_{t−1}, *x*_t] + *b*_f), so *i*, *o*; *g*: tanh",
        "*c*_t = *f* ⊙ *c*_{t−1} + *i* ⊙ *g*",
        "*h*_t = *o* ⊙ tanh(*c*_t)",
        "*x*_t: (batch, features)",
        "*h*_t, *c*_t and gates: (batch, hidden)",
    ]
    for number, line in enumerate(lines):
        drawing.text(14, 352 + 27 * number, line)
    return drawing
