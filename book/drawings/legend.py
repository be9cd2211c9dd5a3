"""What the colours and forms of all drawings mean."""

from course.drawings.canvas import Drawing

KINDS = {
    "data": "data: inputs, activations,\ntargets; (shapes) on arrows",
    "heldout": "data that the model is\nnot trained on",
    "parameters": "parameters, and layers\nthat have some: learned",
    "operation": "an operation without\nparameters",
    "loss": "loss, gradient (dashed)",
    "control": "control: what a rule or\na person decides",
    "plain": "anything else",
}


def draw() -> Drawing:
    """Draw one box of each kind beside its meaning."""
    drawing = Drawing(
        "Colours and forms",
        """The legend of all drawings. Blue with square corners: data, that is
        inputs, activations and targets; shapes stand along arrows. Blue and
        dashed: data held out, that the model is not trained on. Amber with
        round corners: parameters and layers that have some, which are learned.
        A violet pill or circle: an operation without parameters. Red: the
        loss; a dashed red arrow is a gradient. Green and dashed: control,
        what a rule or a person decides. Pale: left out, or
        frozen. Grey: anything else.""",
        440,
    )
    for row, (kind, words) in enumerate(KINDS.items()):
        y = 16 + 56 * row
        name = "held out" if kind == "heldout" else kind
        drawing.box(kind, 14, y, 108, 38, name)
        lines = words.count("\n")
        drawing.text(138, y + 25 - 10 * lines, words)
    drawing.text(14, 424, "Pale: left out, or frozen.")
    return drawing
