"""The five steps of training, and who does each."""

from course.drawings.canvas import Drawing

STEPS = [
    ("parameters", "`logits = model(x)`", "the model uses its parameters"),
    ("loss", "`loss = loss_fn(logits, y)`", "the loss function: one number"),
    (
        "control",
        "`optimizer.zero_grad()`",
        "the optimizer clears old gradients",
    ),
    ("loss", "`loss.backward()`", "autograd fills `p.grad` of each `p`"),
    ("control", "`optimizer.step()`", "the optimizer changes each `p`"),
]
LABELS = ["logits (N, classes)", "loss ()", "", "gradients `p.grad`"]


def draw() -> Drawing:
    """Draw a column of steps, and the way back to the next batch."""
    drawing = Drawing(
        "The training loop",
        """The training loop, for each batch of inputs x and targets y from the
        data loader. Step 1: the model computes logits of shape (N, classes)
        with its parameters. Step 2: the loss function makes one number of
        logits and targets. Step 3: the optimizer clears the old gradients.
        Step 4: backward; autograd fills in the gradient of each parameter,
        which has the parameter's shape. Step 5: the optimizer changes each
        parameter. Then the next batch.""",
        584,
    )
    loader = drawing.box("data", 48, 14, 298, 40, "`for x, y in loader:`")
    before = loader
    labels = ["x (N, features), y (N)", *LABELS]
    for number, (kind, code, words) in enumerate(STEPS):
        y = 92 + 96 * number
        box = drawing.box(kind, 48, y, 298, 58, f"{code}\n{words}")
        drawing.text(58, y + 23, f"{number + 1}", bold=True)
        drawing.arrow(before.s, box.n, label=labels[number])
        before = box
    drawing.arrow(
        before.s, (197, 562), (22, 562), (22, 34), loader.w, kind="control"
    )
    drawing.text(207, 567, "the next batch", kind="control")
    return drawing
