"""The five steps of training, and what each does."""

from course.drawings.canvas import Drawing

STEPS = [
    ("parameters", "`logits = model(x)`", "forward: the model predicts"),
    ("loss", "`loss = loss_fn(logits, y)`", "loss: how wrong, one number"),
    ("loss", "`loss.backward()`", "backward: autograd fills `.grad`"),
    (
        "control",
        "`optimizer.step()`\n`optimizer.zero_grad()`",
        "step: change parameters, clear `.grad`",
    ),
    (
        "plain",
        "`model.eval()`, `torch.no_grad()`",
        "validate: score the validation split",
    ),
]
LABELS = [
    "`x` (batch, 64), `y` (batch,)",
    "logits (batch, 10), and `y`",
    "loss ()",
    "gradients",
    "after the last batch",
]
LEFT, WIDE, GAP = 58, 290, 38
DOWN = 128  # the x of the arrows that go down


def draw() -> Drawing:
    """Draw a column of steps, the way to the next batch and epoch."""
    drawing = Drawing(
        "The training loop",
        """The training loop. At the start of an epoch dropout is switched on.
        For each batch of inputs x of shape (batch, 64) and targets y of shape
        (batch,) from the data loader: step 1, forward:
        the model predicts logits of shape (batch, 10) with its parameters.
        Step 2, loss: the loss function makes one number of logits and y.
        Step 3, backward: autograd fills in the gradient of each parameter.
        Step 4, step: the optimizer changes the parameters and clears the
        gradients. Then comes the next batch. After the last batch of the
        epoch, step 5, validate: with dropout off and nothing recorded, the
        model is scored on the validation split. Then comes the next epoch.""",
        618,
    )
    loader = drawing.box(
        "data",
        LEFT,
        14,
        WIDE,
        58,
        "`model.train()`\n`for x, y in train_loader:`",
    )
    before = loader
    boxes = []
    for number, (kind, code, words) in enumerate(STEPS):
        y = before.bottom + (GAP if number < 4 else 48)
        high = 54 + 20 * code.count("\n")
        box = drawing.box(kind, LEFT, y, WIDE, high, f"{code}\n{words}")
        drawing.text(LEFT + 8, y + 20, f"{number + 1}", bold=True)
        drawing.arrow((DOWN, before.bottom), (DOWN, y), label=LABELS[number])
        boxes.append(box)
        before = box
    turn = boxes[3].bottom + 16
    back = [(92, boxes[3].bottom), (92, turn), (40, turn), (40, 54), (LEFT, 54)]
    drawing.arrow(*back, kind="control")
    drawing.text(48, turn + 19, "next batch", kind="control")
    low = before.bottom + 20
    back = [(DOWN, before.bottom), (DOWN, low), (16, low), (16, 26), (LEFT, 26)]
    drawing.arrow(*back, kind="control")
    drawing.text(DOWN + 10, low + 5, "next epoch", kind="control")
    return drawing
