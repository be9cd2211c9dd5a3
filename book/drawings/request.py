"""A request through the service: checks, model, answer."""

from course.drawings.canvas import Drawing

STEPS = [
    ("control", "limit: is the body short enough?", "JSON"),
    ("control", "schema: does the JSON fit?", "text"),
    ("operation", "tokenizer", "(1, tokens)"),
    ("parameters", "model, no gradients", "logits (1, classes)"),
    ("operation", "softmax", "probabilities (1, classes)"),
    ("control", "check: are they numbers?", ""),
]
REFUSALS = {0: "413", 1: "422", 5: "500"}
LEFT, WIDE, HIGH, STEP = 14, 262, 36, 70


def draw() -> Drawing:
    """Draw the way of a request down, and refusals to the right."""
    drawing = Drawing(
        "A request through the service",
        """A request through the service. A client sends POST /predict/text
        with JSON. First a limit: a body that is too long is refused with
        status 413. Then the schema: JSON that is not as described, or has no
        text, is refused with 422. The tokenizer makes token ids of shape (1,
        tokens), the model, without gradients, logits of shape (1, classes),
        and the softmax probabilities. If they are not numbers, the answer is
        status 500. Otherwise it is status 200, with JSON that has the label
        and its probability. The model is loaded once, when the service
        starts.""",
        596,
    )
    before = drawing.box(
        "plain", LEFT, 14, 332, HIGH, "client: `POST /predict/text`"
    )
    label = "bytes"
    for number, (kind, words, after) in enumerate(STEPS):
        y = 14 + STEP * (number + 1)
        box = drawing.box(kind, LEFT, y, WIDE, HIGH, words)
        drawing.arrow((60, before.bottom), (60, y), label=label)
        if number in REFUSALS:
            no = drawing.box("loss", 302, y, 44, HIGH, REFUSALS[number])
            drawing.arrow(box.e, no.w, kind="loss")
        before, label = box, after
    y = 14 + STEP * (len(STEPS) + 1)
    end = drawing.box("plain", LEFT, y, 332, HIGH, "200: label, probability")
    drawing.arrow((60, before.bottom), (60, end.y), label="JSON")
    drawing.text(14, 568, "The model is loaded once, at the start.")
    return drawing
