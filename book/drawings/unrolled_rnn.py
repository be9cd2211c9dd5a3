"""A recurrent network, folded and unrolled, with a cut for its gradients."""

from itertools import pairwise

from course.drawings.canvas import Drawing

STEPS, CUT = 4, 2  # gradients do not pass from step CUT + 1 to step CUT


def draw() -> Drawing:
    """Draw one cell with its loop, and below it the cell at four steps."""
    drawing = Drawing(
        "Recurrent network, unrolled",
        """A recurrent network. Folded, on top: the RNN cell takes the input of
        step t, of shape (batch, features), and its own state of the step
        before, and gives the state of step t, of shape (batch, hidden).
        Unrolled, below: the same cell with the same parameters at steps 1 to
        4; each state goes on to the next step, and each step has a loss.
        Gradients run back from step to step, backpropagation through time.
        Truncated BPTT cuts them: between steps 2 and 3 the state is detached,
        so its value goes on but no gradient comes back.""",
        566,
    )
    folded(drawing)
    drawing.text(14, 262, "unrolled", bold=True)
    cells = []
    for step in range(STEPS):
        x = 24 + 87 * step
        loss = drawing.box("loss", x, 284, 50, 34, f"*L*_{step + 1}")
        cell = drawing.box("parameters", x, 364, 50, 56, "RNN")
        word = drawing.box("data", x, 466, 50, 34, f"*x*_{step + 1}")
        drawing.arrow(word.n, cell.s)
        drawing.arrow((x + 32, 364), (x + 32, loss.bottom))
        drawing.arrow((x + 18, loss.bottom), (x + 18, 364), kind="loss")
        cells.append(cell)
    for step, (left, right) in enumerate(pairwise(cells)):
        drawing.arrow((left.right, 380), (right.x, 380))
        if step + 1 != CUT:
            drawing.arrow((right.x, 404), (left.right, 404), kind="loss")
    middle = (cells[CUT - 1].right + cells[CUT].x) / 2
    drawing.arrow((middle, 270), (middle, 512), kind="control", head=False)
    drawing.text(middle, 531, "cut: `h = h.detach()`", "middle", "control")
    drawing.text(180, 554, "gradients stay in each half", "middle", "loss")
    return drawing


def folded(drawing: Drawing) -> None:
    """Draw the cell with the way from its output to its input."""
    drawing.text(14, 26, "folded", bold=True)
    state = drawing.box("data", 136, 14, 80, 34, "*h*_t")
    cell = drawing.box("parameters", 106, 92, 140, 44, "RNN cell")
    word = drawing.box("data", 128, 186, 60, 34, "*x*_t")
    drawing.arrow(cell.n, state.s, label="(batch, hidden)")
    drawing.arrow(
        (158, word.y), (158, 136), label="(batch, features)", side="left"
    )
    drawing.arrow(state.e, (306, 31), (306, 166), (214, 166), (214, 136))
    drawing.text(204, 190, "*h*_{t−1} for the next step")
