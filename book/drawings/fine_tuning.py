"""What is frozen and what is trained, first and then."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

PARTS = ["new head", "layers 3, 4", "layers 1, 2"]
RATES = ["1e-3", "1e-4", "1e-5"]


def draw() -> Drawing:
    """Draw the same network twice: frozen, and fine-tuned."""
    drawing = Drawing(
        "Frozen and fine-tuned parts",
        """Two ways to train a pretrained network, the input below and the loss
        on top. Left, feature extraction: all pretrained layers are frozen,
        drawn pale; only the new head is trained, and the gradient stops there.
        Right, fine-tuning: all layers are trained, with discriminative
        learning rates: 1e-3 for the new head, 1e-4 for layers 3 and 4, 1e-5
        for layers 1 and 2. The gradient runs through the whole network.""",
        496,
    )
    drawing.text(92, 26, "feature extraction", "middle", bold=True)
    drawing.text(268, 26, "fine-tuning", "middle", bold=True)
    for x, trained in ((14, 1), (190, 3)):
        network(drawing, x, trained)
    return drawing


def network(drawing: Drawing, x: float, trained: int) -> None:
    """Draw a network whose upper parts are trained."""
    loss = drawing.box("loss", x, 42, 156, 36, "loss")
    boxes = []
    for number, part in enumerate(PARTS):
        frozen = number >= trained
        words = "frozen" if frozen else f"rate {RATES[number]}"
        boxes.append(
            drawing.box(
                "parameters",
                x,
                128 + 102 * number,
                156,
                58,
                f"{part}\n{words}",
                faint=frozen,
            )
        )
    image = drawing.box("data", x, 442, 156, 40, "image")
    chain = [loss, *boxes, image]
    labels = ["logits", "(N, 512)", "(N, 128, 28, 28)", "(N, 3, 224, 224)"]
    for number, label in enumerate(labels):
        upper, lower = chain[number], chain[number + 1]
        join(drawing, upper, lower, label if x < 100 else "", number < trained)


def join(
    drawing: Drawing, upper: Rect, lower: Rect, label: str, learns: bool
) -> None:
    """Draw the values that go up, and the gradient that comes down."""
    x = upper.x + 20
    drawing.arrow((x, lower.y), (x, upper.bottom), label=label)
    if learns:
        x = upper.right - 14
        drawing.arrow((x, upper.bottom), (x, lower.y), kind="loss")
