"""Span prediction: a start and an end score for each token."""

import numpy as np

from course.drawings.canvas import Drawing
from course.drawings.numbers import cells, number

QUESTION = "when did it open?"
CONTEXT = ["it", "opened", "in", "1889", "in", "paris"]
START = np.array([-2.0, -1.0, 1.0, 4.0, 0.0, 5.0])  # logits
END = np.array([-2.0, 0.0, -1.0, 4.5, -1.0, 2.0])
ROW = (70, 30)


def draw() -> Drawing:
    """Draw the model, the scores of each token, and the best span."""
    sums = START[:, None] + END[None, :]
    possible = np.where(np.tri(len(CONTEXT), dtype=bool).T, sums, -np.inf)
    first, last = divmod(int(possible.argmax()), len(CONTEXT))
    greedy = START.argmax(), END.argmax()
    best = " ".join(CONTEXT[first : last + 1])
    total = number(possible[first, last], 1)
    drawing = Drawing(
        "Span prediction",
        f"""Span prediction for the question: {QUESTION} The context is:
        {" ".join(CONTEXT)}. The encoder reads question and context together
        and gives states of shape (batch, tokens, d). A linear layer makes two
        logits for each token, of shape (batch, tokens, 2): one for being the
        start of the answer, one for being its end. The score of a span is the
        sum of its start and its end logit. Only spans in the context that do
        not end before they start are possible: the largest start logit is at
        {CONTEXT[greedy[0]]} and the largest end logit at
        {CONTEXT[greedy[1]]}, before it, which is no span. The best possible
        span is {best}, with {number(START[first], 1)} +
        {number(END[last], 1)} = {total}.""",
        592,
    )
    text = drawing.box(
        "data", 14, 14, 332, 58, f"{QUESTION}\n{' '.join(CONTEXT)}"
    )
    encoder = drawing.box("parameters", 14, 108, 332, 38, "encoder")
    head = drawing.box("parameters", 14, 182, 332, 38, "linear layer: *d* → 2")
    for above, below, label in (
        (text, encoder, "(batch, tokens)"),
        (encoder, head, "(batch, tokens, *d*)"),
    ):
        drawing.arrow(above.s, below.n, label=label)
    drawing.arrow(head.s, (180, 252), label="(batch, tokens, 2)")
    drawing.text(118, 274, "start")
    drawing.text(208, 274, "end")
    top = 284
    starts = drawing.grid("data", 104, top, cells(START[:, None], 1), ROW)
    ends = drawing.grid("data", 190, top, cells(END[:, None], 1), ROW)
    for place, token in enumerate(CONTEXT):
        middle = starts.cell(place, 0).centre[1] + 5.5
        drawing.text(94, middle, token, "end")
    drawing.frame(starts.cell(first, 0), "control")
    drawing.frame(ends.cell(last, 0), "control")
    drawing.text(
        270, starts.cell(first, 0).centre[1] + 5.5, f"{total}, best", bold=True
    )
    drawing.text(
        14, 500, f"Best possible span: {best}, score {total}", bold=True
    )
    drawing.text(
        14,
        528,
        f"{CONTEXT[greedy[0]]} has the largest start logit, and\n"
        f"{CONTEXT[greedy[1]]} the largest end logit: not a span,\n"
        "because it would end before it starts.",
    )
    return drawing
